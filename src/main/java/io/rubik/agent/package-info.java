/** Start and stop order, threads, and the one list of features. */
@NullMarked
package io.rubik.agent;

import org.jspecify.annotations.NullMarked;
