package io.rubik.agent;

/** What can be wrong with the cgroups of a node's pods. */
enum CgroupFault {
  /** There is no cgroup of all pods. */
  KUBELET_AWAITED,
  /** Kubelet's driver is not the one that the user configured. */
  OTHER_DRIVER,
  /** Nothing can be written. */
  READ_ONLY,
  /** Pods that run have no cgroup. */
  PODS_MISSING,
  /** Pods that run have no cgroup in a hierarchy of cgroup v1. */
  PODS_MISSING_IN_PART,
  /** The runtime has the containers in cgroups elsewhere. */
  CONTAINERS_ELSEWHERE,
  /** The runtime has the containers in no cgroup of their own. */
  CONTAINERS_MISSING
}
