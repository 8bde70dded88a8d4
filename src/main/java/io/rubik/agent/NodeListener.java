package io.rubik.agent;

import io.rubik.pod.Pod;
import io.rubik.pod.PodListener;

/** Is told of the pods of this node and of their cgroups. */
interface NodeListener extends PodListener {

  /** A cgroup of a pod, or of a container in it, is there that may not have been. */
  void cgroupAppeared(Pod pod);
}
