/** Watches the cgroups of pods and containers come and go, by inotify. */
@NullMarked
package io.rubik.cgroup.watch;

import org.jspecify.annotations.NullMarked;
