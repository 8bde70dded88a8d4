/** Features that break the rules, for the test of the rules. */
@NullMarked
package io.rubik.feature.rulebreaker;

import org.jspecify.annotations.NullMarked;
