/**
 * The feature that CONTRIBUTING.md writes in ten minutes: this package and one line are all of it.
 */
@NullMarked
package io.rubik.feature.sample;

import org.jspecify.annotations.NullMarked;
