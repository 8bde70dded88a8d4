package io.rubik.feature.quotaturbo;

/**
 * What was last read of a container whose quota follows the node, and what it gets next. One whose
 * limit or period changes gets a new state.
 */
final class ContainerState {

  private static final double NANOS_PER_MICRO = 1000;

  private final long periodMicros;
  private final long limitMicros;
  private final UsageBudget budget;

  private long quotaMicros;
  private boolean sampled;
  private long lastNanos;
  private long lastUsageNanos;
  private long lastPeriods;
  private long lastThrottledNanos;

  /** Of the last interval. */
  private long throttledPeriods;

  private long throttledNanos;
  private long nextQuotaMicros;

  /** Creates one of which nothing has been sampled, and whose quota is what its limit says. */
  ContainerState(long limitMillicores, long periodMicros) {
    this.periodMicros = periodMicros;
    this.budget = new UsageBudget(limitMillicores, periodMicros);
    this.limitMicros = budget.limitMicros();
    this.quotaMicros = limitMicros;
    this.nextQuotaMicros = limitMicros;
  }

  /**
   * Adds what was read. Counters that go backwards are those of another cgroup of that name, which
   * is sampled from the beginning; without time between two samples nothing was throttled.
   */
  void sample(long atNanos, long usageNanos, long periods, long stoppedNanos) {
    boolean isFirst =
        !sampled
            || usageNanos < lastUsageNanos
            || periods < lastPeriods
            || stoppedNanos < lastThrottledNanos;
    throttledPeriods = 0;
    throttledNanos = 0;
    if (isFirst) {
      budget.clear();
    } else if (atNanos - lastNanos <= 0) {
      return;
    } else {
      throttledPeriods = periods - lastPeriods;
      throttledNanos = stoppedNanos - lastThrottledNanos;
    }
    sampled = true;
    lastNanos = atNanos;
    lastUsageNanos = usageNanos;
    lastPeriods = periods;
    lastThrottledNanos = stoppedNanos;
    budget.add(atNanos, usageNanos);
  }

  /** Sets the quota the container has now. */
  void quota(long micros) {
    quotaMicros = micros;
  }

  /** Returns the quota the container has now. */
  long quotaMicros() {
    return quotaMicros;
  }

  /** Returns the quota of its limit, which it always gets. */
  long limitMicros() {
    return limitMicros;
  }

  long periodMicros() {
    return periodMicros;
  }

  /** Returns whether it was throttled in the last interval. */
  boolean isThrottled() {
    return throttledPeriods > 0;
  }

  /** Returns how many CPUs its quota is beyond its limit. */
  double excessCpus() {
    return Math.max(0, quotaMicros - limitMicros) / (double) periodMicros;
  }

  /** Returns how many CPUs it missed in the last interval, 0 when it was not throttled. */
  double missedCpus() {
    return throttledPeriods == 0
        ? 0
        : throttledNanos / NANOS_PER_MICRO / throttledPeriods / periodMicros;
  }

  /** Decides that the quota is to change by so much, within the limit and the budget. */
  void change(double deltaMicros) {
    long wanted = quotaMicros + Math.round(deltaMicros);
    long most = budget.maxQuotaMicros();
    nextQuotaMicros = Math.clamp(wanted, limitMicros, most);
  }

  /** Decides that the quota stays as it is. */
  void stay() {
    nextQuotaMicros = quotaMicros;
  }

  /** Decides that the quota is to be that of the limit. */
  void fallBack() {
    nextQuotaMicros = limitMicros;
  }

  /** Returns whether the quota is to be another than it is. */
  boolean isChanging() {
    return nextQuotaMicros != quotaMicros;
  }

  /** Returns the quota that was decided last; it is not less than its limit's. */
  long nextQuotaMicros() {
    return nextQuotaMicros;
  }
}
