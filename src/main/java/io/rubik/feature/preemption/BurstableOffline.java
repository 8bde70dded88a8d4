package io.rubik.feature.preemption;

/** What becomes of offline Burstable pods, which no priority makes yield to all online pods. */
enum BurstableOffline {
  IDLE,
  WEIGHT,
  /** They are reported, and compete as online pods do. */
  REFUSE;

  /** Returns what those get that are not refused, where the kernel can make cgroups idle. */
  OfflineCpu how() {
    return this == WEIGHT ? OfflineCpu.WEIGHT : OfflineCpu.IDLE;
  }
}
