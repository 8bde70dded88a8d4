/** Readers of the host: files in /proc and /sys, time, system calls. */
@NullMarked
package io.rubik.host;

import org.jspecify.annotations.NullMarked;
