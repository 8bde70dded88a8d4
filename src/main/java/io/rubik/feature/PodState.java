package io.rubik.feature;

/** What came of reconciling a pod. */
public enum PodState {
  /** All its controls are as they should be. */
  SETTLED,
  /** A cgroup is not there yet, and the pod is to be looked at again soon. */
  CGROUP_AWAITED
}
