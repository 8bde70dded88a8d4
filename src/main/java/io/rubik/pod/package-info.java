/** Pods and containers as rubik sees them. */
@NullMarked
package io.rubik.pod;

import org.jspecify.annotations.NullMarked;
