package io.rubik.feature.quotaturbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.usage.CpuTimes;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A node with two CPUs as the policy sees it: time in ticks of 10 ms, intervals that are a little
 * longer than said, a container with a limit of 500m that would use both CPUs, and the others'
 * load, which is never quite the same.
 */
final class SmallNodeTest {

  private static final int CPUS = 2;
  private static final long PERIOD_NANOS = 100_000_000;
  private static final double NOISE = 0.05;
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final QuotaTurboConfig CONFIG = new QuotaTurboConfig(60, 80, INTERVAL);

  private final Random random = new Random(42);
  private final NodeUtilisation node = new NodeUtilisation(INTERVAL, CPUS, 79);
  private final QuotaPolicy policy = new QuotaPolicy(CONFIG, CPUS);
  private final ContainerState container = new ContainerState(500, 100_000);

  private long nanos;
  private double others;
  private double othersNanos;
  private long usageNanos;
  private long periods;
  private long throttledNanos;
  private double idleSeconds;

  private double leastPercent = 100;
  private double mostPercent;
  private long mostMicros;

  /** Measured in intervals of 100 ms the node is never steady, and this quota never rose. */
  @Test
  void throttledContainerOnAnIdleNodeGetsMore() {
    others = 0.05;
    run(70, true);

    leastPercent = 100;
    mostPercent = 0;
    mostMicros = 0;
    run(60, true);

    assertTrue(mostPercent - leastPercent > 10, "intervals are steady themselves");
    assertTrue(node.isSteady());
    assertTrue(mostMicros > 55_000, mostMicros + " µs");
    assertTrue(mostMicros <= 60_000, "more than is left over of its limit: " + mostMicros + " µs");
  }

  @Test
  void containerThatWasIdleGetsMoreWhenItIsThrottled() {
    others = 0.05;
    run(10, false);
    assertEquals(50_000, container.quotaMicros());
    run(0.5, true);

    assertTrue(container.quotaMicros() > 55_000, container.quotaMicros() + " µs");
  }

  /**
   * The container itself moves the node by 25 points when it begins, and more when it is raised.
   */
  @Test
  void programsThatBeginAndEndDoNotStopTheRaise() {
    others = 0.05;
    run(10, false);
    others = 0.35;
    run(3, false);
    others = 0.05;
    run(3, false);
    run(0.5, true);

    assertTrue(node.isSteady());
    assertTrue(container.quotaMicros() > 55_000, container.quotaMicros() + " µs");
  }

  @Test
  void othersThatFillTheNodeStopTheRaiseForAMinute() {
    others = 0.05;
    run(10, false);
    others = 0.9;
    run(5, false);
    others = 0.05;
    run(3, false);

    assertFalse(node.isSteady());
    run(50, true);
    assertEquals(50_000, container.quotaMicros());

    run(10, false);
    run(0.5, true);
    assertTrue(container.quotaMicros() > 55_000, container.quotaMicros() + " µs");
  }

  @Test
  void busyNodeTakesBackAllWithinTwoSeconds() {
    others = 0.05;
    run(10, false);
    run(3, true);
    others = 0.9;
    run(2, true);

    assertEquals(50_000, container.quotaMicros());
  }

  /** Runs so many seconds; a container that wants no CPU is not throttled. */
  private void run(double seconds, boolean wantsCpu) {
    long end = nanos + (long) (seconds * 1e9);
    while (nanos < end) {
      interval(wantsCpu);
      container.sample(nanos, usageNanos, periods, throttledNanos);
      node.add(nanos, cpuTimes());
      double percent = node.percent().orElse(0);
      leastPercent = Math.min(leastPercent, percent);
      mostPercent = Math.max(mostPercent, percent);
      policy.decide(percent, node.isSteady(), List.of(container));
      container.quota(container.nextQuotaMicros());
      mostMicros = Math.max(mostMicros, container.quotaMicros());
    }
  }

  /** Each period begins with the quota's use on both CPUs, then the container waits. */
  private void interval(boolean wantsCpu) {
    long from = nanos;
    nanos += INTERVAL.toNanos() + random.nextInt(3_000_000);
    double load = Math.clamp(others + NOISE * (2 * random.nextDouble() - 1), 0, 1);
    double taken = (nanos - from) * CPUS * load;
    othersNanos += taken;
    long free = (long) ((nanos - from) * CPUS - taken);
    long used = 0;
    for (long at = from; wantsCpu && at < nanos; ) {
      long period = at / PERIOD_NANOS * PERIOD_NANOS;
      long busyUntil = period + container.quotaMicros() * 1000 / CPUS;
      long until = Math.min(nanos, at < busyUntil ? busyUntil : period + PERIOD_NANOS);
      if (at < busyUntil) {
        used += (until - at) * CPUS;
      } else {
        throttledNanos += (until - at) * CPUS;
        periods += until == period + PERIOD_NANOS ? 1 : 0;
      }
      at = until;
    }
    used = Math.min(used, free);
    usageNanos += used;
    idleSeconds += (free - used) / 1e9;
  }

  private CpuTimes cpuTimes() {
    long busyTicks = (long) (usageNanos / 1e7) + (long) (othersNanos / 1e7);
    return new CpuTimes(busyTicks, busyTicks + (long) (idleSeconds * 100));
  }
}
