package io.rubik.feature.quotaturbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContainerStateTest {

  private static final long INTERVAL_NANOS = 100_000_000;

  private final ContainerState container = new ContainerState(1000, 100_000);
  private long nanos;

  private void sample(long usageNanos, long periods, long throttledNanos) {
    nanos += INTERVAL_NANOS;
    container.sample(nanos, usageNanos, periods, throttledNanos);
  }

  @Test
  void nothingHappenedBeforeTheFirstInterval() {
    sample(5, 100, 1_000_000_000);

    assertFalse(container.isThrottled());
    assertEquals(0, container.missedCpus());
    assertEquals(0, container.excessCpus());
  }

  /** Columns: periods in which it was throttled, for how many µs in all, CPUs missed. */
  @ParameterizedTest
  @CsvSource({
    "1, 50000, 0.5",
    "2, 50000, 0.25",
    "1, 350000, 3.5",
    "1, 0, 0",
    "0, 0, 0",
    "0, 50000, 0"
  })
  void missedTimeIsThatOfAPeriod(long periods, long micros, double cpus) {
    sample(5, 100, 1_000_000_000);
    sample(5, 100 + periods, 1_000_000_000 + micros * 1000);

    assertEquals(periods > 0, container.isThrottled());
    assertEquals(cpus, container.missedCpus());
  }

  /** Columns: quota, CPUs beyond the limit. */
  @ParameterizedTest
  @CsvSource({"100000, 0", "150000, 0.5", "200000, 1", "90000, 0", "-1, 0"})
  void excessIsWhatTheQuotaHasBeyondTheLimit(long quotaMicros, double cpus) {
    container.quota(quotaMicros);

    assertEquals(cpus, container.excessCpus());
  }

  /** Columns: usage, periods and throttled time that follow 1000, 10 and 5000. */
  @ParameterizedTest
  @CsvSource({"999, 11, 6000", "2000, 9, 6000", "2000, 11, 4999", "0, 0, 0"})
  void counterThatGoesBackwardsIsSampledFromTheBeginning(
      long usageNanos, long periods, long throttledNanos) {
    sample(0, 10, 5000);
    sample(1000, 10, 5000);
    sample(usageNanos, periods, throttledNanos);
    assertFalse(container.isThrottled());
    assertEquals(0, container.missedCpus());

    container.quota(200_000);
    container.change(0);
    assertEquals(200_000, container.nextQuotaMicros());

    sample(usageNanos, periods + 1, throttledNanos + 50_000_000);
    assertEquals(0.5, container.missedCpus());
  }

  @Test
  void clockThatStandsStillIsNoInterval() {
    sample(0, 10, 0);
    sample(0, 11, 50_000_000);
    assertTrue(container.isThrottled());

    nanos -= INTERVAL_NANOS;
    sample(0, 12, 100_000_000);
    assertFalse(container.isThrottled());
    sample(0, 13, 150_000_000);
    assertTrue(container.isThrottled());
    assertEquals(0.5, container.missedCpus());
  }

  /** Columns: quota, change, next quota; the limit is 100000 and nothing is known of its usage. */
  @ParameterizedTest
  @CsvSource({
    "100000, 0, 100000",
    "100000, -1, 100000",
    "100000, 1, 100001",
    "100000, 0.4, 100000",
    "100000, 0.5, 100001",
    "200000, 0, 200000",
    "200000, 1, 200000",
    "200000, -1, 199999",
    "150000, 1e12, 200000",
    "150000, -1e12, 100000",
    "250000, 0, 200000",
    "50000, 0, 100000",
    "-1, 0, 100000"
  })
  void quotaStaysBetweenTheLimitAndTwiceThat(long quota, double change, long next) {
    container.quota(quota);

    container.change(change);

    assertEquals(next, container.nextQuotaMicros());
  }

  @Test
  void smallLimitHasKubeletsLeastQuota() {
    ContainerState small = new ContainerState(5, 100_000);

    small.change(-500);
    assertEquals(1000, small.nextQuotaMicros());
  }
}
