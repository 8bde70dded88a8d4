package io.rubik.feature.quotaturbo;

import io.rubik.cgroup.CpuQuota;

/**
 * What a container may take now so that over its last 59 samples it does not use more than its
 * limit allows: a container that was idle may have twice the limit, a busy one has less to spare.
 */
final class UsageBudget {

  /** How many samples are kept. */
  static final int SAMPLES = 59;

  /** How many times its limit a container gets at most. */
  static final int MAX_FACTOR = 2;

  private static final double NANOS_PER_MICRO = 1000;
  private static final double MILLICORES = 1000;

  private final long limitMillicores;
  private final long periodMicros;
  private final long limitMicros;
  private final long mostMicros;
  private final long[] nanos = new long[SAMPLES];
  private final long[] usageNanos = new long[SAMPLES];
  private int next;
  private int count;

  /** Creates one without samples for a container of that limit. */
  UsageBudget(long limitMillicores, long periodMicros) {
    this.limitMillicores = limitMillicores;
    this.periodMicros = periodMicros;
    this.limitMicros = CpuQuota.ofLimit(limitMillicores, periodMicros).micros();
    this.mostMicros = CpuQuota.ofLimit(MAX_FACTOR * limitMillicores, periodMicros).micros();
  }

  /** Returns the quota of the limit, which the kernel's least quota may exceed. */
  long limitMicros() {
    return limitMicros;
  }

  /** Adds a sample later than the last. */
  void add(long atNanos, long usedNanos) {
    nanos[next] = atNanos;
    usageNanos[next] = usedNanos;
    next = (next + 1) % SAMPLES;
    count = Math.min(count + 1, SAMPLES);
  }

  /** Forgets all samples. */
  void clear() {
    next = 0;
    count = 0;
  }

  /** Returns the most the container's next quota may be, between its limit and twice that. */
  long maxQuotaMicros() {
    if (count < 2) {
      return mostMicros;
    }
    double spanMicros = (nanos[newest()] - nanos[oldest()]) / NANOS_PER_MICRO;
    if (spanMicros <= 0) {
      return mostMicros;
    }
    double usedMicros = (usageNanos[newest()] - usageNanos[oldest()]) / NANOS_PER_MICRO;
    double available = limitMillicores / MILLICORES * spanMicros * count / (count - 1);
    double spare = (available - usedMicros) / spanMicros * (count - 1) * periodMicros;
    double threshold = 3.0 * mostMicros;
    if (spare <= threshold) {
      spare = limitMicros + (mostMicros - limitMicros) * spare / threshold;
    }
    return Math.clamp(Math.round(spare), limitMicros, mostMicros);
  }

  private int newest() {
    return (next + SAMPLES - 1) % SAMPLES;
  }

  private int oldest() {
    return (next + SAMPLES - count) % SAMPLES;
  }
}
