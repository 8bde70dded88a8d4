package io.rubik.feature.quotaturbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.usage.CpuTimes;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodeUtilisationTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private long nanos;
  private long busy = 1_000_000;
  private long total = 2_000_000;

  /** Columns: interval in ms, CPUs, intervals of the span. */
  @ParameterizedTest
  @CsvSource({
    "100, 1, 100",
    "100, 2, 50",
    "100, 4, 25",
    "100, 8, 13",
    "100, 9, 12",
    "100, 10, 10",
    "100, 64, 10",
    "300, 2, 17",
    "300, 1, 34",
    "1000, 1, 10",
    "1000, 2, 5",
    "1000, 10, 1",
    "999, 10, 2",
    "10000, 1, 1"
  })
  void spanHasASecondAndAThousandTicks(int intervalMillis, int cpus, int intervals) {
    assertEquals(intervals, NodeUtilisation.spanIntervals(Duration.ofMillis(intervalMillis), cpus));
  }

  /** Columns: how busy and total grow, and the percentage. */
  @ParameterizedTest
  @CsvSource({
    "50, 100, 50",
    "100, 100, 100",
    "1, 400, 0.25",
    "0, 100, 0",
    "-5, 100, 0",
    "0, 0, 0",
    "5, 0, 100",
    "5, -3, 100",
    "120, 100, 100"
  })
  void percentIsOfTheTimeBetweenTwoReadings(long busyTicks, long totalTicks, double percent) {
    NodeUtilisation node = node(SECOND, 4);
    advance(node, SECOND, 0, 0);
    advance(node, SECOND, 7, 400);
    advance(node, SECOND, busyTicks, totalTicks);

    assertEquals(OptionalDouble.of(percent), node.percent());
  }

  @Test
  void nothingIsKnownBeforeTwoReadings() {
    NodeUtilisation node = node(SECOND, 10);

    assertEquals(OptionalDouble.empty(), node.percent());
    advance(node, SECOND, 0, 0);
    assertEquals(OptionalDouble.empty(), node.percent());
    assertFalse(node.isSteady());
    advance(node, SECOND, 100, 1000);
    assertEquals(OptionalDouble.of(10), node.percent());
    assertTrue(node.isSteady());
  }

  @Test
  void nodeIsNotSteadyBeforeTheFirstSpanHasPassed() {
    NodeUtilisation node = node(Duration.ofMillis(100), 2);
    for (int i = 0; i < 50; i++) {
      advance(node, Duration.ofMillis(100), 2, 20);
      assertFalse(node.isSteady());
    }
    advance(node, Duration.ofMillis(100), 2, 20);
    assertTrue(node.isSteady());
  }

  /** Columns: two utilisations of a second each, and whether that is steady. */
  @ParameterizedTest
  @CsvSource({"20, 30, true", "30, 20, true", "20, 31, false", "31, 20, false", "0, 10, true"})
  void tenPointsAreSteady(long first, long second, boolean steady) {
    NodeUtilisation node = node(SECOND, 10);
    advance(node, SECOND, 0, 0);
    advance(node, SECOND, 10 * first, 1000);
    advance(node, SECOND, 10 * second, 1000);

    assertEquals(steady, node.isSteady());
  }

  @Test
  void fluctuationIsForgottenAfterAMinute() {
    NodeUtilisation node = node(SECOND, 10);
    advance(node, SECOND, 0, 0);
    advance(node, SECOND, 1000, 1000);
    for (int second = 1; second <= 60; second++) {
      advance(node, SECOND, 100, 1000);
      assertFalse(node.isSteady(), second + " s later");
    }
    advance(node, SECOND, 100, 1000);

    assertTrue(node.isSteady());
  }

  @Test
  void timeThatStandsStillIsNoReading() {
    NodeUtilisation node = node(SECOND, 4);
    advance(node, SECOND, 0, 0);
    advance(node, SECOND, 40, 400);
    node.add(nanos, new CpuTimes(busy + 400, total + 400));
    node.add(nanos - 1, new CpuTimes(busy + 400, total + 400));

    assertEquals(OptionalDouble.of(10), node.percent());
  }

  /** Readings that come late, or more often than expected, must not overrun what is kept. */
  @Test
  void anyPaceOfReadingsIsKept() {
    NodeUtilisation node = node(Duration.ofSeconds(10), 2);
    for (int i = 0; i < 1000; i++) {
      advance(node, Duration.ofMillis(1), 0, 1);
    }
    assertTrue(node.isSteady());
    advance(node, Duration.ofHours(1), 700, 720);
    assertTrue(node.isSteady());
  }

  /** One tick of two CPUs in 100 ms is 5 points; measured so, no such node was ever steady. */
  @Test
  void ticksAreNoFluctuation() {
    NodeUtilisation node = new NodeUtilisation(Duration.ofMillis(100), 2, 0);
    double least = 100;
    double most = 0;
    for (int i = 0; i < 1200; i++) {
      advance(node, Duration.ofMillis(100), i % 3 == 0 ? 7 : 4, 20);
      least = Math.min(least, node.percent().orElse(least));
      most = Math.max(most, node.percent().orElse(most));
      assertTrue(node.isSteady() || i < 50);
    }
    assertEquals(15, most - least);
  }

  @Test
  void jumpOfTheLoadIsSeenWithinASecond() {
    NodeUtilisation node = node(Duration.ofMillis(100), 10);
    for (int i = 0; i < 100; i++) {
      advance(node, Duration.ofMillis(100), 20, 100);
    }
    int intervals = 0;
    while (node.isSteady()) {
      advance(node, Duration.ofMillis(100), 50, 100);
      intervals++;
    }
    assertEquals(4, intervals);
    assertEquals(OptionalDouble.of(50), node.percent());
  }

  /** So much the raise of quotas may make of it, a point at each interval, before it must wait. */
  @Test
  void slowRiseIsSeenAfterFifteenPoints() {
    NodeUtilisation node = node(Duration.ofMillis(100), 10);
    for (int i = 0; i < 100; i++) {
      advance(node, Duration.ofMillis(100), 20, 100);
    }
    int points = 0;
    while (node.isSteady()) {
      points++;
      advance(node, Duration.ofMillis(100), 20 + points, 100);
    }
    assertEquals(15, points);
  }

  /** Columns: CPUs, two utilisations, whether that is steady below an alarm mark of 80. */
  @ParameterizedTest
  @CsvSource({
    // one program that begins or ends is more than ten points
    "1, 0, 79, true",
    "1, 0, 80, false",
    "2, 5, 79, true",
    "2, 79, 5, true",
    "2, 5, 80, false",
    "2, 80, 5, false",
    "4, 5, 79, true",
    "8, 5, 79, true",
    "9, 5, 79, true",
    "9, 5, 80, false",
    // near the mark it is as on any node
    "2, 75, 85, true",
    "2, 74, 85, false",
    // as the original
    "10, 5, 15, true",
    "10, 5, 16, false",
    "64, 5, 15, true",
    "64, 5, 16, false",
    "64, 75, 85, true",
    "64, 74, 85, false"
  })
  void smallNodeIsSteadyWhileItHasRoom(int cpus, long first, long second, boolean steady) {
    Duration span = Duration.ofSeconds(10);
    NodeUtilisation node = node(span, cpus);
    advance(node, span, 0, 0);
    advance(node, span, 10L * cpus * first, 1000L * cpus);
    advance(node, span, 10L * cpus * second, 1000L * cpus);

    assertEquals(steady, node.isSteady());
  }

  @Test
  void smallNodeThatWasFullIsNotSteadyForAMinute() {
    NodeUtilisation node = node(SECOND, 2);
    for (int second = 0; second < 10; second++) {
      advance(node, SECOND, 180, 200);
    }
    for (int second = 1; second <= 61; second++) {
      assertFalse(node.isSteady() && second > 5, second + " s later");
      advance(node, SECOND, 20, 200);
    }
    advance(node, SECOND, 20, 200);

    assertTrue(node.isSteady());
  }

  /** A node that gets CPUs is judged as one with so many, and keeps what was measured. */
  @Test
  void numberOfCpusMayChange() {
    NodeUtilisation node = node(SECOND, 2);
    for (int second = 0; second < 10; second++) {
      advance(node, SECOND, 10, 200);
    }
    for (int second = 0; second < 5; second++) {
      advance(node, SECOND, 100, 200);
    }
    assertTrue(node.isSteady());

    node.cpus(16);
    assertFalse(node.isSteady());

    node.cpus(1);
    advance(node, SECOND, 50, 100);
    assertTrue(node.isSteady());
  }

  private static NodeUtilisation node(Duration interval, int cpus) {
    return new NodeUtilisation(interval, cpus, 79);
  }

  private void advance(NodeUtilisation node, Duration time, long busyTicks, long totalTicks) {
    nanos += time.toNanos();
    busy += busyTicks;
    total += totalTicks;
    node.add(nanos, new CpuTimes(busy, total));
  }
}
