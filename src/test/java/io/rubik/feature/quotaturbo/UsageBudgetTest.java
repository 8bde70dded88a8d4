package io.rubik.feature.quotaturbo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UsageBudgetTest {

  private static final long INTERVAL_NANOS = 100_000_000;

  private UsageBudget budget = new UsageBudget(1000, 100_000);

  /**
   * Columns: samples at 100 ms, µs used between two of them, limit, period, what is granted at
   * most. With one CPU, 59 samples and 100000 µs: available = 5900000 µs; remaining is divided by
   * 5800000 µs and multiplied by 58 periods; up to 600000 µs it counts in proportion.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 1000, 100000, 200000",
    "1, 0, 1000, 100000, 200000",
    "2, 100000, 1000, 100000, 116667",
    "2, 0, 1000, 100000, 133333",
    "2, 200000, 1000, 100000, 100000",
    "3, 0, 1000, 100000, 150000",
    "6, 0, 1000, 100000, 200000",
    "7, 0, 1000, 100000, 200000",
    "59, 0, 1000, 100000, 200000",
    "59, 50000, 1000, 100000, 200000",
    "59, 100000, 1000, 100000, 116667",
    "59, 101724, 1000, 100000, 100001",
    "59, 101725, 1000, 100000, 100000",
    "59, 200000, 1000, 100000, 100000",
    "59, 29000, 290, 100000, 33833",
    "59, 100000, 1000, 20000, 23333",
    // a limit below the kernel's least quota of 1000 µs: twice the limit, if that is more
    "59, 500, 5, 100000, 1000",
    "0, 0, 1, 100000, 1000",
    "0, 0, 5, 100000, 1000",
    "0, 0, 6, 100000, 1200",
    "0, 0, 9, 100000, 1800",
    "0, 0, 10, 100000, 2000",
    "0, 0, 30, 20000, 1200",
    "59, 0, 8, 100000, 1600",
    "59, 800, 8, 100000, 1100",
    "59, 1000, 8, 100000, 1000"
  })
  void unusedTimeIsGranted(int samples, long usedMicros, long millicores, long period, long most) {
    budget = new UsageBudget(millicores, period);
    add(samples, usedMicros);

    assertEquals(most, budget.maxQuotaMicros());
  }

  @Test
  void onlyTheLastFiftyNineSamplesCount() {
    add(30, 100_000);
    add(30, 0);
    assertEquals(200_000, budget.maxQuotaMicros());

    add(57, 100_000);
    long before = budget.maxQuotaMicros();
    add(1, 100_000);

    assertEquals(116_667, budget.maxQuotaMicros());
    assertEquals(133_333, before);
  }

  @Test
  void forgottenSamplesDoNotCount() {
    add(59, 200_000);
    budget.clear();

    assertEquals(200_000, budget.maxQuotaMicros());
  }

  private long nanos;
  private long usage;

  private void add(int samples, long usedMicros) {
    for (int i = 0; i < samples; i++) {
      nanos += INTERVAL_NANOS;
      usage += usedMicros * 1000;
      budget.add(nanos, usage);
    }
  }
}
