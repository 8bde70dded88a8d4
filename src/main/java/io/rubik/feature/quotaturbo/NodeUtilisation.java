package io.rubik.feature.quotaturbo;

import io.rubik.usage.CpuTimes;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How busy the node's CPUs are: now, and whether that has been steady for a minute.
 *
 * <p>The two are measured over different times. What it is now is taken between the last two
 * readings, so that a jump is answered at the next interval. But {@code /proc/stat} counts ticks of
 * 10 ms: on two CPUs and 100 ms a tick is 5 points. And a container that uses up its quota is busy
 * for the first part of each period of 100 ms, which an interval of about that length covers once
 * or twice. For the rule the utilisation is therefore taken over a span of at least one second and
 * at least {@value #MIN_SPAN_TICKS} ticks of all CPUs, which is what ten CPUs have in a second:
 * whatever the number of CPUs, a program that runs for a second weighs 10 points at most.
 *
 * <p>A node is steady when its utilisation moved by at most 10 points. With fewer than ten CPUs one
 * program that begins or ends moves it by more than that, and the container that is to get more
 * does so itself; that says nothing of how steady the node is. Such a node is steady as well when
 * it has stayed below the alarm mark, from which on nothing may be raised: it has room for whatever
 * began and ended in that minute.
 *
 * <p>Raised quotas count as any other load: from ten CPUs up, at 1 point an interval of 100 ms, a
 * raise continues for about 15 points, then waits until the minute before it is forgotten.
 */
final class NodeUtilisation {

  private static final long WINDOW_NANOS = Duration.ofSeconds(60).toNanos();
  private static final long MIN_SPAN_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int MIN_SPAN_TICKS = 1000;
  private static final double STEADY_POINTS = 10;
  private static final double ROUNDING = 1e-9;

  private final Duration interval;
  private final double roomPercent;
  private int cpus;

  /** The last readings, one more than the longest span has intervals. */
  private final CpuTimes[] readings;

  private int read;
  private long lastNanos;

  /** What was measured over a span within the last minute, oldest first from {@code first}. */
  private final double[] percents;

  private final long[] nanos;
  private int first;
  private int count;

  /**
   * Creates one without readings, for readings at that interval.
   *
   * @param roomPercent up to which utilisation the node has room for more
   */
  NodeUtilisation(Duration interval, int cpus, double roomPercent) {
    this.interval = interval;
    this.cpus = cpus;
    this.roomPercent = roomPercent;
    this.readings = new CpuTimes[spanIntervals(interval, 1) + 1];
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

  /** Follows the number of CPUs, which may change; what was measured before stays. */
  void cpus(int now) {
    cpus = now;
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
    int span = spanIntervals(interval, cpus);
    if (read > span) {
      keep(atNanos, percent(reading(span), times));
    }
  }

  /** Returns 0 to 100 for the time between the last two readings, empty before there are two. */
  OptionalDouble percent() {
    return read < 2 ? OptionalDouble.empty() : OptionalDouble.of(percent(reading(1), reading(0)));
  }

  /** Returns whether the node has been steady for 60 s; false before it was measured once. */
  boolean isSteady() {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      double percent = percents[(first + i) % percents.length];
      least = Math.min(least, percent);
      most = Math.max(most, percent);
    }
    boolean isLevel = most - least <= STEADY_POINTS + ROUNDING;
    boolean hadRoom = 100.0 / cpus > STEADY_POINTS && most <= roomPercent + ROUNDING;
    return count > 0 && (isLevel || hadRoom);
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
