package io.rubik.feature.quotaburst;

/**
 * In which order quota and burst of a cgroup are written when both change. The kernel holds burst
 * &lt;= quota after each write: a burst is lowered before the quota, and a quota raised before the
 * burst.
 */
enum BandwidthOrder {
  BURST_FIRST,
  QUOTA_FIRST;

  /** Returns the order for a burst that changes from one value to another. */
  static BandwidthOrder of(long fromBurstMicros, long toBurstMicros) {
    return toBurstMicros < fromBurstMicros ? BURST_FIRST : QUOTA_FIRST;
  }
}
