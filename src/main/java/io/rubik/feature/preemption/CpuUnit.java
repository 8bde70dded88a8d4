package io.rubik.feature.preemption;

import io.rubik.cgroup.CgroupVersion;
import io.rubik.cgroup.CpuPriority;

/**
 * The unit of weights by version of cgroup, and the weights kubelet gives
 * (pkg/kubelet/cm/helpers_linux.go, MilliCPUToShares; cgroup_manager_linux.go, getCPUWeight).
 */
enum CpuUnit {
  /** {@code cpu.shares} of cgroup v1. */
  SHARES(2, 1024, 1024, 20),
  /** {@code cpu.weight} of cgroup v2. */
  WEIGHT(1, 100, 100, 2);

  private static final long MIN_SHARES = 2;
  private static final long MAX_SHARES = 262_144;
  private static final long MAX_WEIGHT = 10_000;

  private final int least;
  private final int ofNewCgroup;
  private final int aboveIdle;
  private final int aboveOfflinePods;

  CpuUnit(int least, int ofNewCgroup, int aboveIdle, int aboveOfflinePods) {
    this.least = least;
    this.ofNewCgroup = ofNewCgroup;
    this.aboveIdle = aboveIdle;
    this.aboveOfflinePods = aboveOfflinePods;
  }

  static CpuUnit of(CgroupVersion version) {
    return switch (version) {
      case V1 -> SHARES;
      case V2 -> WEIGHT;
    };
  }

  /** Returns the least weight, which is that of a BestEffort pod and of the class. */
  CpuPriority least() {
    return CpuPriority.weight(least);
  }

  /** Returns the weight of a cgroup nobody has given one. */
  CpuPriority ofNewCgroup() {
    return CpuPriority.weight(ofNewCgroup);
  }

  /**
   * Returns what a BestEffort pod needs beside an idle one, which has a weight of 3 in a unit in
   * which the kernel gives a BestEffort pod 2 (v1) or 10 (v2).
   */
  CpuPriority aboveIdle() {
    return CpuPriority.weight(aboveIdle);
  }

  /**
   * Returns what the class of BestEffort pods needs beside offline pods of other classes; little,
   * for it must not compete with online pods.
   */
  CpuPriority aboveOfflinePods() {
    return CpuPriority.weight(aboveOfflinePods);
  }

  /** Returns kubelet's weight for what is requested. */
  CpuPriority ofMillicores(long millicores) {
    long shares = Math.clamp(millicores * 1024 / 1000, MIN_SHARES, MAX_SHARES);
    return CpuPriority.weight(
        (int)
            switch (this) {
              case SHARES -> shares;
              case WEIGHT ->
                  1 + (shares - MIN_SHARES) * (MAX_WEIGHT - 1) / (MAX_SHARES - MIN_SHARES);
            });
  }
}
