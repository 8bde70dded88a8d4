package io.rubik.cgroup;

import java.util.Locale;

/** The two cgroup interfaces of Linux. */
public enum CgroupVersion {
  /** A hierarchy for each controller. */
  V1,
  /** One hierarchy for all controllers. */
  V2;

  /** Returns {@code v1} or {@code v2}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
