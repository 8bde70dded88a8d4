package io.rubik.cgroup;

/** The two cgroup interfaces of Linux. */
public enum CgroupVersion {
  /** A hierarchy for each controller. */
  V1,
  /** One hierarchy for all controllers. */
  V2
}
