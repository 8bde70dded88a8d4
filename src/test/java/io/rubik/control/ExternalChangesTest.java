package io.rubik.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.LogCapture;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;

class ExternalChangesTest {

  private static final Subject POD = new Subject.OfPod("u1", "default/web (u1)");

  private long nanos;
  private final ExternalChanges changes = new ExternalChanges(() -> nanos);

  /** Returns what was logged of the last of some changes by another program. */
  private String logOfLast(int count, Duration apart) {
    return logOfLast(Meddling.FOREIGN, count, apart);
  }

  private String logOfLast(Meddling by, int count, Duration apart) {
    String log = "";
    for (int i = 0; i < count; i++) {
      nanos += apart.toNanos();
      try (LogCapture capture = new LogCapture()) {
        changes.restored(by, POD, "kubepods/u1/cpu.shares", "9", "2");
        log = capture.text();
      }
    }
    return log;
  }

  private void assertSummary(long restored, int conflicts) {
    assertEquals(new ExternalChanges.Summary(restored, conflicts), changes.summary());
  }

  @Test
  void summaryStartsAtZero() {
    assertSummary(0, 0);
  }

  @Test
  void everyChangeIsLoggedWithFoundAndRestoredValue() {
    String log = logOfLast(3, Duration.ofMinutes(1));

    assertTrue(log.startsWith("WARN"), log);
    assertTrue(log.contains("pod default/web (u1): kubepods/u1/cpu.shares"), log);
    assertTrue(log.contains("was changed to 9 by another process; restored to 2"), log);
    assertSummary(3, 0);
  }

  @Test
  void whatSystemdAndKubeletDoEveryDayIsNoConflict() {
    assertEquals("", logOfLast(Meddling.ORDINARY, 100, Duration.ofSeconds(10)));
    assertSummary(0, 0);
  }

  @Test
  void moreThanTenOrdinaryChangesInAMinuteAreATugOfWar() {
    String log = logOfLast(Meddling.ORDINARY, 11, Duration.ofSeconds(5));

    assertTrue(log.startsWith("ERROR"), log);
    assertTrue(log.contains("modified repeatedly by another process (11 times in 50 s)"), log);
    assertSummary(0, 1);

    nanos += Duration.ofMinutes(1).toNanos();
    assertSummary(0, 0);
  }

  @Test
  void moreThanTenChangesInAnHourAreAConflict() {
    assertTrue(logOfLast(10, Duration.ofMinutes(1)).startsWith("WARN"));

    String log = logOfLast(1, Duration.ofMinutes(1));

    assertTrue(log.startsWith("ERROR"), log);
    assertTrue(log.contains("modified repeatedly by another process (11 times in 600 s)"), log);
    assertTrue(log.contains("last to 9"), log);
    assertSummary(11, 1);
    assertEquals("kubepods/u1/cpu.shares", changes.conflicts().getFirst().key());
  }

  @Test
  void conflictIsLoggedOnce() {
    logOfLast(11, Duration.ofMinutes(1));

    assertEquals("", logOfLast(100, Duration.ofMinutes(1)));
  }

  @Test
  void tenChangesInEachHourAreNoConflict() {
    assertTrue(logOfLast(50, Duration.ofMinutes(7)).startsWith("WARN"));
    assertSummary(50, 0);
  }

  @Test
  void endOfAConflictIsLoggedAndAnotherMayBegin() {
    logOfLast(11, Duration.ofMinutes(1));

    nanos += Duration.ofHours(2).toNanos();
    try (LogCapture log = new LogCapture(Level.INFO)) {
      assertSummary(11, 0);
      assertTrue(log.text().contains("kubepods/u1/cpu.shares: recovered after 7200 s"), log.text());
    }
    assertTrue(logOfLast(1, Duration.ofMinutes(1)).startsWith("WARN"));
    assertTrue(logOfLast(10, Duration.ofMinutes(1)).startsWith("ERROR"));
  }

  /** Another program that sets it as soon as rubik has. */
  @Test
  void moreThanTenChangesASecondAreARaceWhileTheyLast() {
    logOfLast(99, Duration.ofMillis(50));
    assertFalse(changes.isRace("kubepods/u1/cpu.shares"));

    logOfLast(1000, Duration.ofMillis(50));
    assertTrue(changes.isRace("kubepods/u1/cpu.shares"));
    assertSummary(1099, 1);

    nanos += Duration.ofSeconds(10).toNanos();
    assertFalse(changes.isRace("kubepods/u1/cpu.shares"));
  }
}
