/** Features that break the rules, for the test of the rules. */
@NullMarked
package io.rubik.feature.sample;

import org.jspecify.annotations.NullMarked;
