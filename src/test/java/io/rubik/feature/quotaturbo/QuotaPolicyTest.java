package io.rubik.feature.quotaturbo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With marks of 60 and 80 on a node with 10 CPUs, where a raise is 0.1 CPU. */
final class QuotaPolicyTest {

  private static final QuotaPolicy POLICY =
      new QuotaPolicy(new QuotaTurboConfig(60, 80, Duration.ofMillis(100)), 10);

  /**
   * Columns: utilisation, whether it is steady, quota, µs for which it was throttled in the one
   * period of the interval (0: it was not), next quota. The limit is one CPU: 100000 of 100000 µs.
   */
  @ParameterizedTest
  @CsvSource({
    // below the high mark nothing is taken
    "0, true, 150000, 0, 150000",
    "59.9, true, 150000, 0, 150000",
    "59.9, true, 200000, 0, 200000",
    "59.9, true, 100000, 0, 100000",
    // slow fallback, in proportion to the distance from the high mark
    "60, true, 150000, 0, 150000",
    "60.5, true, 150000, 0, 149875",
    "70, true, 150000, 0, 147500",
    "70, false, 150000, 0, 147500",
    "79, true, 200000, 0, 190500",
    "70, true, 100000, 0, 100000",
    // none of a container that was throttled
    "70, false, 150000, 1000, 150000",
    // fast fallback: points beyond the alarm mark times 10 CPUs, beside the slow one
    "80, true, 150000, 0, 145000",
    "80.5, true, 150000, 1000, 145000",
    "82, true, 200000, 0, 169000",
    "82, true, 200000, 1000, 180000",
    "100, true, 200000, 0, 100000",
    "100, true, 100000, 50000, 100000",
    // elevation: at most 0.1 CPU, or what it missed
    "50, true, 100000, 50000, 110000",
    "50, true, 100000, 10000, 110000",
    "50, true, 100000, 9999, 109999",
    "50, true, 100000, 500, 100500",
    "50, true, 195000, 50000, 200000",
    "50, true, 200000, 50000, 200000",
    "50, false, 100000, 50000, 100000",
    // beside the slow fallback, up to a point below the alarm mark
    "70, true, 150000, 50000, 160000",
    "79, true, 150000, 50000, 160000",
    "79.1, true, 150000, 50000, 150000",
    "80, true, 150000, 50000, 150000",
    // whatever the quota was
    "0, true, 90000, 0, 100000",
    "0, true, 300000, 0, 200000"
  })
  void quotaOfOneContainer(
      double percent, boolean steady, long quotaMicros, long throttledMicros, long nextMicros) {
    ContainerState container =
        container(1000, quotaMicros, throttledMicros > 0 ? 1 : 0, throttledMicros);

    POLICY.decide(percent, steady, List.of(container));

    assertEquals(nextMicros, container.nextQuotaMicros());
  }

  @Test
  void raiseIsSharedByWhatEachMissed() {
    ContainerState much = container(1000, 100_000, 1, 300_000);
    ContainerState little = container(1000, 100_000, 2, 200_000);
    ContainerState nothing = container(1000, 100_000, 0, 0);
    ContainerState counted = container(1000, 100_000, 1, 0);

    decide(50, much, little, nothing, counted);

    assertNext(107_500, much);
    assertNext(102_500, little);
    assertNext(100_000, nothing);
    assertNext(100_000, counted);
  }

  /** 5 points beyond the alarm mark are half a CPU; the excess is one and a half. */
  @Test
  void cutIsSharedByWhatEachHasBeyondItsLimit() {
    ContainerState much = container(1000, 200_000, 1, 1000);
    ContainerState little = container(2000, 250_000, 1, 1000);
    ContainerState none = container(500, 50_000, 1, 1000);
    ContainerState below = container(4000, 300_000, 1, 1000);

    decide(85, much, little, none, below);

    assertNext(166_667, much);
    assertNext(233_333, little);
    assertNext(50_000, none);
    assertNext(400_000, below);
  }

  /**
   * The kernel's least quota is 1000 µs: what a container has for that reason alone it cannot lose,
   * so that it takes no part of the cut, nor is it raised beyond twice its limit. Columns: its
   * limit and quota, µs for which it was throttled, its next quota, that of its neighbour, which
   * has 200000 and a limit of 100000; at 85 % all together lose 50000.
   */
  @ParameterizedTest
  @CsvSource({
    "85, 1m, 1000, 1000, 1000, 150000",
    "85, 5m, 1000, 1000, 1000, 150000",
    "85, 9m, 1000, 1000, 1000, 150000",
    "85, 10m, 1000, 1000, 1000, 150000",
    // half of what all have beyond what they keep
    "85.03, 8m, 1600, 1000, 1300, 150000",
    "85.05, 10m, 2000, 1000, 1500, 150000",
    "50, 1m, 1000, 1000, 1000, 200000",
    "50, 5m, 1000, 1000, 1000, 200000",
    "50, 8m, 1000, 1000, 1600, 200000",
    "50, 10m, 1000, 1000, 2000, 200000",
    "50, 8m, 1000, 0, 1000, 200000"
  })
  void leastQuotaOfTheKernelIsNoExcess(
      double percent, String limit, long quota, long throttledMicros, long next, long neighbour) {
    long millicores = Long.parseLong(limit.replace("m", ""));
    ContainerState small = container(millicores, quota, 1, throttledMicros);
    ContainerState large = container(1000, 200_000, 1, 1000);

    decide(percent, small, large);

    assertNext(next, small);
    assertNext(neighbour, large);
  }

  @Test
  void containersMayHaveDifferentPeriods() {
    ContainerState fast = new ContainerState(1000, 20_000);
    throttle(fast, 5, 50_000);
    ContainerState usual = container(1000, 100_000, 1, 50_000);

    decide(50, fast, usual);

    // each missed half a CPU and gets half of 0.1 CPU
    assertNext(21_000, fast);
    assertNext(105_000, usual);
  }

  @Test
  void containersOfOddLimitsKeepTheirs() {
    ContainerState odd = container(290, 29_000, 0, 0);

    decide(100, odd);

    assertNext(29_000, odd);
  }

  @Test
  void noContainersIsNoProblem() {
    POLICY.decide(100, true, List.of());
  }

  private static void decide(double percent, ContainerState... containers) {
    POLICY.decide(percent, true, Arrays.asList(containers));
  }

  private static void assertNext(long micros, ContainerState container) {
    assertEquals(micros, container.nextQuotaMicros());
  }

  /** A container that was idle before, so that its budget allows twice its limit. */
  private static ContainerState container(
      long millicores, long quotaMicros, long periods, long throttledMicros) {
    ContainerState container = new ContainerState(millicores, 100_000);
    container.quota(quotaMicros);
    throttle(container, periods, throttledMicros);
    return container;
  }

  private static void throttle(ContainerState container, long periods, long throttledMicros) {
    for (int i = 1; i <= 10; i++) {
      container.sample(i * 100_000_000L, 0, 0, 0);
    }
    container.sample(1_100_000_000, 0, periods, throttledMicros * 1000);
  }
}
