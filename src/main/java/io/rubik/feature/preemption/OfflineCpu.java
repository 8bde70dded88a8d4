package io.rubik.feature.preemption;

import io.rubik.cgroup.CpuPriority;

/** What an offline pod gets of the CPUs. */
enum OfflineCpu {
  /** What online pods leave, at once when these wake up. */
  IDLE,
  /** The least weight: a small share in the long run. */
  WEIGHT;

  CpuPriority priority(CpuUnit unit) {
    return this == IDLE ? CpuPriority.IDLE : unit.least();
  }
}
