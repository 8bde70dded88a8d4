package io.rubik.feature.preemption;

import io.rubik.cgroup.CgroupTree;
import io.rubik.pod.Pod;
import java.io.IOException;

/**
 * Whether kubelet has finished a pod's cgroup. It makes it, gives it its values 40 to 120 ms later,
 * and then has the runtime make the sandbox in it. What is set before that is lost, or makes
 * kubelet fail.
 */
final class MadePods {

  private MadePods() {}

  /** Returns whether it has; some sandboxes, as those of kata, have no cgroup there. */
  static boolean isMade(CgroupTree cgroups, Pod pod) throws IOException {
    return pod.isRunning() || !cgroups.children(pod.cgroupPath()).isEmpty();
  }
}
