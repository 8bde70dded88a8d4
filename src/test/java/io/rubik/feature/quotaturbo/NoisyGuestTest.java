package io.rubik.feature.quotaturbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.Recordings;
import io.rubik.usage.CpuTimes;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A virtual machine with two CPUs, recorded each 100 ms for 100 s: a container with a limit of 500m
 * that is throttled all the time, and a program that runs for 0.2 to 1.5 s every few seconds. Its
 * utilisation is 29 % on average, and 18 % to 70 % over a second. Columns, from the first line: ms,
 * busy and all ticks of {@code /proc/stat}, and of the container's {@code cpu.stat} usage_usec,
 * nr_throttled and throttled_usec.
 */
final class NoisyGuestTest {

  private static final int CPUS = 2;
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final QuotaTurboConfig CONFIG = new QuotaTurboConfig(60, 80, INTERVAL);
  private static final int INTERVALS = 1000;
  private static final int FIRST_SPAN = 50;

  private final ContainerState container = new ContainerState(500, 100_000);

  private int throttled;
  private int steady;
  private int raised;

  /** Nothing was raised in all that time: one CPU that begins or ends is 50 points of two. */
  @Test
  void throttledContainerIsRaised() throws IOException {
    replay(new NodeUtilisation(INTERVAL, CPUS, 79));

    assertTrue(throttled >= 990, throttled + " intervals of " + INTERVALS + " are throttled");
    assertEquals(INTERVALS - FIRST_SPAN, steady);
    assertTrue(raised > INTERVALS / 2, "raised in " + raised + " intervals");
  }

  /** With more CPUs such a node is not steady, as with the original. */
  @Test
  void isNotSteadyByTheRuleOfTenPoints() throws IOException {
    replay(new NodeUtilisation(INTERVAL, 10, 79));

    assertTrue(steady < 60, "steady in " + steady + " intervals");
  }

  private void replay(NodeUtilisation node) throws IOException {
    QuotaPolicy policy = new QuotaPolicy(CONFIG, CPUS);
    for (String line : Recordings.text("noisy-2-cpus", "stat-100ms.txt").lines().toList()) {
      long[] values = Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
      long nanos = values[0] * 1_000_000;
      container.sample(nanos, values[3] * 1000, values[4], values[5] * 1000);
      node.add(nanos, new CpuTimes(values[1], values[2]));
      policy.decide(node.percent().orElse(100), node.isSteady(), List.of(container));
      throttled += container.isThrottled() ? 1 : 0;
      steady += node.isSteady() ? 1 : 0;
      raised += container.nextQuotaMicros() > container.limitMicros() ? 1 : 0;
    }
  }
}
