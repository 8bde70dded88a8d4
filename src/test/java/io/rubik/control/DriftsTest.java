package io.rubik.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.LogCapture;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DriftsTest {

  private long nanos;
  private final Drifts drifts = new Drifts(() -> nanos);

  /** Returns what the last of some changes put back was told with. */
  private String logOfLast(int changes, Duration apart) {
    String log = "";
    for (int i = 0; i < changes; i++) {
      nanos += apart.toNanos();
      try (LogCapture capture = new LogCapture()) {
        drifts.repaired("pod default/web (u1)", "kubepods/u1/cpu.shares", "9", "2");
        log = capture.text();
      }
    }
    return log;
  }

  @Test
  void withoutChangesTheStatusHasNothingToSay() {
    assertEquals("", drifts.status());
  }

  @Test
  void everyChangeIsToldWithWhatWasFoundAndPutBack() {
    String log = logOfLast(3, Duration.ofMinutes(1));

    assertTrue(log.startsWith("WARN"), log);
    assertTrue(log.contains("pod default/web (u1): kubepods/u1/cpu.shares"), log);
    assertTrue(log.contains("changed to 9: put back to 2"), log);
    assertEquals("; changes by others put back: 3", drifts.status());
  }

  @Test
  void moreThanTenChangesInAnHourAreAFight() {
    assertTrue(logOfLast(10, Duration.ofMinutes(1)).startsWith("WARN"));

    String log = logOfLast(1, Duration.ofMinutes(1));

    assertTrue(log.startsWith("ERROR"), log);
    assertTrue(log.contains("11 times in 600 s, last 9"), log);
    assertEquals(
        "; changes by others put back: 11; controls FOUGHT over, see the log: 1", drifts.status());
  }

  @Test
  void fightIsToldOnce() {
    logOfLast(11, Duration.ofMinutes(1));

    assertEquals("", logOfLast(100, Duration.ofMinutes(1)));
  }

  @Test
  void tenChangesInAnHourForEverAreNoFight() {
    assertTrue(logOfLast(50, Duration.ofMinutes(7)).startsWith("WARN"));
  }

  @Test
  void fightThatEndedMayBeginAnew() {
    logOfLast(11, Duration.ofMinutes(1));

    nanos += Duration.ofHours(2).toNanos();
    assertEquals("; changes by others put back: 11", drifts.status());
    assertTrue(logOfLast(1, Duration.ofMinutes(1)).startsWith("WARN"));
    assertTrue(logOfLast(10, Duration.ofMinutes(1)).startsWith("ERROR"));
  }
}
