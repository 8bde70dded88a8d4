/** How kubelet and the container runtimes name the cgroups of pods and containers. */
@NullMarked
package io.rubik.cgroup.kubepods;

import org.jspecify.annotations.NullMarked;
