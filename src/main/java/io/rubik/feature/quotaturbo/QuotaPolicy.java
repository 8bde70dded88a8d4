package io.rubik.feature.quotaturbo;

import java.util.List;

/**
 * Decides the next quota of every container: those that were throttled share what the node has to
 * spare, and the busier the node, the faster all return to their limits.
 */
final class QuotaPolicy {

  /** What part of its excess a container loses in an interval at the alarm mark, if it is idle. */
  private static final double SLOW_FALLBACK = 0.1;

  /** What part of the node's CPUs is given in an interval, to all containers together. */
  private static final double MAX_RAISE = 0.01;

  /** How many points the node must be below the alarm mark for a quota to be raised. */
  static final double MIN_DISTANCE_PERCENT = 1;

  private final int highPercent;
  private final int alarmPercent;
  private final int cpus;

  /** Decides for a node with so many CPUs. */
  QuotaPolicy(QuotaTurboConfig config, int cpus) {
    this.highPercent = config.highPercent();
    this.alarmPercent = config.alarmPercent();
    this.cpus = cpus;
  }

  /**
   * Sets the next quota of each container, of which this interval has been sampled.
   *
   * @param percent the node's CPU utilisation in this interval
   * @param steady whether it has not fluctuated sharply
   */
  void decide(double percent, boolean steady, List<ContainerState> containers) {
    double excessCpus = 0;
    double missedCpus = 0;
    for (ContainerState container : containers) {
      excessCpus += container.excessCpus();
      missedCpus += container.missedCpus();
    }
    double cutRatio = excessCpus > 0 ? cutCpus(percent) / excessCpus : 0;
    double raiseRatio = missedCpus > 0 ? raiseCpus(percent, steady, missedCpus) / missedCpus : 0;
    for (ContainerState container : containers) {
      double shareCpus = raiseRatio * container.missedCpus() - cutRatio * container.excessCpus();
      container.change(shareCpus * container.periodMicros() + slowFallback(percent, container));
    }
  }

  /** Returns the change in µs of a container that does not use what it has beyond its limit. */
  private double slowFallback(double percent, ContainerState container) {
    long excessMicros = container.quotaMicros() - container.limitMicros();
    if (percent < highPercent || excessMicros <= 0 || container.isThrottled()) {
      return 0;
    }
    double part = (percent - highPercent) / (alarmPercent - highPercent);
    return -part * SLOW_FALLBACK * excessMicros;
  }

  /** Returns how many CPUs the containers lose together, to come below the alarm mark. */
  private double cutCpus(double percent) {
    return percent < alarmPercent ? 0 : (percent - alarmPercent) / 100 * cpus;
  }

  /** Returns how many CPUs the throttled containers get together. */
  private double raiseCpus(double percent, boolean steady, double missedCpus) {
    boolean room = steady && alarmPercent - percent >= MIN_DISTANCE_PERCENT;
    return room ? Math.min(missedCpus, MAX_RAISE * cpus) : 0;
  }
}
