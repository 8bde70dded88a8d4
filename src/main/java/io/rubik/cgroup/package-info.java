/** The cgroup tree: its version, its cgroups and their attributes. */
@NullMarked
package io.rubik.cgroup;

import org.jspecify.annotations.NullMarked;
