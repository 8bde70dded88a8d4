package io.rubik.feature.quotaburst;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.cgroup.CpuQuota;
import io.rubik.feature.quotaburst.BurstDecision.Refuse;
import io.rubik.feature.quotaburst.BurstDecision.Write;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a node with 4 CPUs. */
final class BurstPolicyTest {

  private static final BurstPolicy POLICY = new BurstPolicy(4);
  private static final String ALL_CPUS =
      "has a CPU quota of 400000 µs per 100000 µs, which is all 4 CPUs";

  /** Columns: annotation, quota, period, what is written or why not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "20000  | 50000  | 100000 | 20000",
        "50000  | 50000  | 100000 | 50000",
        "020000 | 50000  | 100000 | 20000",
        "1      | 399999 | 100000 | 1",
        "1      | 199999 | 50000  | 1",
        "50001  | 50000  | 100000 | asks for 50001 µs, more than its quota of 50000",
        "1      | -1     | 100000 | has no CPU quota",
        "1      | 400000 | 100000 | " + ALL_CPUS,
        "1      | 200000 | 50000"
            + "| has a CPU quota of 200000 µs per 50000 µs, which is all 4 CPUs",
        "0      | 50000  | 100000 | 0",
        "0      | -1     | 100000 | 0",
        "0      | 400000 | 100000 | 0",
        "``     | 50000  | 100000 | asks for \"\", which is not a whole number of µs",
        "-1     | 50000  | 100000 | asks for \"-1\", which is not a whole number of µs",
        "+1     | 50000  | 100000 | asks for \"+1\", which is not a whole number of µs",
        "1.5    | 50000  | 100000 | asks for \"1.5\", which is not a whole number of µs",
        "2e3    | 50000  | 100000 | asks for \"2e3\", which is not a whole number of µs",
        "` 1`   | 50000  | 100000 | asks for \" 1\", which is not a whole number of µs",
        "\u0661 | 50000  | 100000 | asks for \"\u0661\", which is not a whole number of µs",
        "99999999999999999999 | 50000 | 100000"
            + "| asks for \"99999999999999999999\", which is not a whole number of µs",
        "9999999999999999999  | 50000 | 100000"
            + "| asks for \"9999999999999999999\", which is not a whole number of µs",
        "999999999999999999   | 50000 | 100000"
            + "| asks for 999999999999999999 µs, more than its quota of 50000"
      })
  void containerIsDecided(String annotation, long quota, long period, String result) {
    assertEquals(result, text(annotation, bandwidth(quota, period)));
  }

  @Test
  void kernelWithoutTheFileIsTheReason() {
    String reason = "has no file for a burst: it needs Linux 5.14 or openEuler 22.03";

    assertEquals(new Refuse(reason), POLICY.decide(1, Optional.empty()));
    assertEquals(new Refuse(reason), POLICY.decide(0, Optional.empty()));
  }

  @Test
  void longAnnotationIsShownShortened() {
    assertEquals(
        "asks for \"" + "x".repeat(40) + "...\", which is not a whole number of µs",
        BurstPolicy.refusal("x".repeat(5000)));
  }

  /** Columns: what the containers were given, the pod's quota, what is written or why not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "40000  | 100000 | 40000",
        "100000 | 100000 | 100000",
        "0      | -1     | 0",
        "20000  | -1     | has no CPU quota",
        "20000  | 400000 | " + ALL_CPUS,
        "40000  | 30000  | asks for 40000 µs, more than its quota of 30000"
      })
  void podIsDecided(long containersMicros, long quota, String result) {
    assertEquals(result, text(POLICY.decide(containersMicros, bandwidth(quota, 100_000))));
  }

  /** Columns: burst, quota, the quota kubelet is about to set, what is written or why not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "40000 | 50000 | -1    | 40000",
        "40000 | 50000 | 90000 | 40000",
        "40000 | 50000 | 40000 | 40000",
        "40000 | 50000 | 39999"
            + "| asks for 40000 µs, more than the quota of 39999 that follows from its new limit",
        "40000 | 30000 | 90000 | asks for 40000 µs, more than its quota of 30000",
        "0     | 50000 | 1000  | 0"
      })
  void burstStandsNotInTheWayOfAResize(long burst, long quota, long coming, String result) {
    CpuBandwidth bandwidth = new CpuBandwidth(new CpuQuota(quota), 100_000, new CpuQuota(coming));

    assertEquals(result, text(POLICY.decide(burst, Optional.of(bandwidth))));
  }

  private static Optional<CpuBandwidth> bandwidth(long quota, long period) {
    return Optional.of(new CpuBandwidth(new CpuQuota(quota), period, CpuQuota.UNLIMITED));
  }

  private static String text(String annotation, Optional<CpuBandwidth> found) {
    OptionalLong burstMicros = BurstPolicy.parse(annotation);
    return burstMicros.isEmpty()
        ? BurstPolicy.refusal(annotation)
        : text(POLICY.decide(burstMicros.getAsLong(), found));
  }

  private static String text(BurstDecision decision) {
    return switch (decision) {
      case Write write -> Long.toString(write.burstMicros());
      case Refuse refuse -> refuse.reason();
    };
  }
}
