/** What a feature is, and what it is given. */
@NullMarked
package io.rubik.feature;

import org.jspecify.annotations.NullMarked;
