package io.rubik.feature.quotaturbo;

import io.rubik.usage.CpuTimes;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How busy the node's CPUs are: now, and whether that has been much the same for a minute.
 *
 * <p>The two are measured over different times. What it is now is taken between the last two
 * readings, so that a jump is answered at the next interval. But {@code /proc/stat} counts ticks of
 * 10 ms: on two CPUs and 100 ms a tick is 5 points, and two ticks more or less look like a
 * fluctuation of 20. And a container that uses up its quota is busy for the first part of each
 * period of 100 ms, which an interval of about that length covers once or twice. Measured so, no
 * small node would ever be steady. For the rule of at most 10 points the utilisation is therefore
 * taken over a span of several intervals, at least one second (ten periods) and at least 200 ticks
 * of all CPUs: a tick is then half a point, a period covered once more or less at most 10 % of what
 * throttled containers use. That is a second from two CPUs up, and two on one.
 *
 * <p>A jump of the load by x points ends the steadiness when 10/x of the span have passed. Raised
 * quotas count as any other load: at 1 point an interval of 100 ms a raise continues for about 15
 * points, then waits until the minute before it is forgotten.
 */
final class NodeUtilisation {

  private static final long WINDOW_NANOS = Duration.ofSeconds(60).toNanos();
  private static final long MIN_SPAN_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int MIN_SPAN_TICKS = 200;
  private static final double STEADY_POINTS = 10;
  private static final double ROUNDING = 1e-9;

  private final int span;

  /** The last readings, one more than the span has intervals. */
  private final CpuTimes[] readings;

  private int read;
  private long lastNanos;

  /** What was measured over a span within the last minute, oldest first from {@code first}. */
  private final double[] percents;

  private final long[] nanos;
  private int first;
  private int count;

  /** Creates one without readings, for readings at that interval on so many CPUs. */
  NodeUtilisation(Duration interval, int cpus) {
    this.span = spanIntervals(interval, cpus);
    this.readings = new CpuTimes[span + 1];
    int kept = (int) Math.ceilDiv(WINDOW_NANOS, interval.toNanos()) + 1;
    this.percents = new double[kept];
    this.nanos = new long[kept];
  }

  /** Returns over how many intervals the steadiness is measured. */
  static int spanIntervals(Duration interval, int cpus) {
    long nanosPerTick = Duration.ofSeconds(1).toNanos() / CpuTimes.TICKS_PER_SECOND / cpus;
    long spanNanos = Math.max(MIN_SPAN_NANOS, MIN_SPAN_TICKS * nanosPerTick);
    return (int) Math.ceilDiv(spanNanos, interval.toNanos());
  }

  /** Adds a reading; one that is not later than the last is ignored. */
  void add(long atNanos, CpuTimes times) {
    if (read > 0 && atNanos - lastNanos <= 0) {
      return;
    }
    lastNanos = atNanos;
    readings[read % readings.length] = times;
    read++;
    while (count > 0 && atNanos - nanos[first] > WINDOW_NANOS) {
      dropOldest();
    }
    if (read > span) {
      keep(atNanos, percent(reading(span), times));
    }
  }

  /** Returns 0 to 100 for the time between the last two readings, empty before there are two. */
  OptionalDouble percent() {
    return read < 2 ? OptionalDouble.empty() : OptionalDouble.of(percent(reading(1), reading(0)));
  }

  /**
   * Returns whether the utilisation moved by at most 10 points in the last 60 s; false before it
   * was measured once.
   */
  boolean isSteady() {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      double percent = percents[(first + i) % percents.length];
      least = Math.min(least, percent);
      most = Math.max(most, percent);
    }
    return count > 0 && most - least <= STEADY_POINTS + ROUNDING;
  }

  private CpuTimes reading(int before) {
    return readings[(read - 1 - before) % readings.length];
  }

  /** Counters that stand still or go backwards mean an idle node, or else a busy one. */
  private static double percent(CpuTimes from, CpuTimes to) {
    long busy = to.busyTicks() - from.busyTicks();
    long total = to.totalTicks() - from.totalTicks();
    if (busy <= 0) {
      return 0;
    }
    return total <= 0 ? 100 : Math.min(100, 100.0 * busy / total);
  }

  private void keep(long atNanos, double percent) {
    if (count == percents.length) {
      dropOldest();
    }
    int index = (first + count) % percents.length;
    nanos[index] = atNanos;
    percents[index] = percent;
    count++;
  }

  private void dropOldest() {
    first = (first + 1) % percents.length;
    count--;
  }
}
