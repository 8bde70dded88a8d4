/** Rubik as a whole: a node simulated in a directory, and the daemon run against it. */
@NullMarked
package io.rubik.daemon;

import org.jspecify.annotations.NullMarked;
