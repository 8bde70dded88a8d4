/**
 * Kernel files in memory: cgroup trees that refuse what the kernel refuses, and record every write.
 */
@NullMarked
package io.rubik.testing;

import org.jspecify.annotations.NullMarked;
