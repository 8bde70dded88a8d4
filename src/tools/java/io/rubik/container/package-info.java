/** Rubik in a container, as the DaemonSet template runs it. */
@NullMarked
package io.rubik.container;

import org.jspecify.annotations.NullMarked;
