package io.rubik.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.LogCapture;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;

final class OutageTest {

  private long nowNanos;
  private final Outage outage = new Outage(() -> nowNanos);

  private void fail(String kind) {
    outage.report(Problem.warning("API server", "failed: " + kind).identifiedBy(kind));
  }

  @Test
  void eachKindIsLoggedOnceHoweverTheyAlternate() {
    try (LogCapture log = new LogCapture(Level.INFO)) {
      for (int hour = 0; hour < 5; hour++) {
        fail("refused");
        fail("forbidden");
        nowNanos += Duration.ofHours(1).toNanos();
      }

      assertEquals(1, log.lines("API server: failed: refused"), log.text());
      assertEquals(1, log.lines("API server: failed: forbidden"), log.text());
      assertEquals(2, log.lines("API server"), log.text());
    }
  }

  @Test
  void tenKindsAreLogged() {
    try (LogCapture log = new LogCapture(Level.INFO)) {
      for (int code = 100; code < 600; code++) {
        fail("status " + code);
      }

      assertEquals(10, log.lines("API server"), log.text());
    }
  }

  @Test
  void endIsOneLineWithTheDurationSinceTheFirstFault() {
    try (LogCapture log = new LogCapture(Level.INFO)) {
      fail("refused");
      nowNanos += Duration.ofSeconds(1).toNanos();
      fail("forbidden");
      nowNanos += Duration.ofSeconds(2).toNanos();
      assertTrue(outage.isOn());
      outage.end();
      assertFalse(outage.isOn());
      outage.end();

      assertEquals(1, log.lines("API server: recovered after 3 s (2 failures)"), log.text());
      assertEquals(1, log.lines("recovered"), log.text());

      fail("forbidden");
      assertEquals(2, log.lines("API server: failed: forbidden"), log.text());
    }
  }
}
