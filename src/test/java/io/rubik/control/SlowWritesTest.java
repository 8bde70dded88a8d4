package io.rubik.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.LogCapture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;

final class SlowWritesTest {

  private static final Subject POD = new Subject.OfPod("1", "default/a (1)");

  private long nanos;
  private final SlowWrites writes = new SlowWrites("brake", () -> nanos);

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void silenceWithoutAWriteIsNotExplained() {
    assertFalse(writes.explainSilence());
    writes.begin(POD, "kubepods/pod1/cpu.shares").close();
    assertFalse(writes.explainSilence());
  }

  @Test
  void slowWriteExplainsSilenceAndIsLoggedWhenItIsFoundAndWhenItEnds() {
    try (LogCapture log = new LogCapture(Level.INFO)) {
      try (SlowWrites.Write _ = writes.begin(POD, "kubepods/pod1/memory.force_empty")) {
        assertTrue(writes.explainSilence());
        assertEquals("", log.text());
        pass(Duration.ofSeconds(40));
        assertTrue(writes.explainSilence());
        assertTrue(writes.explainSilence());
      }

      List<String> lines = log.text().lines().toList();
      assertEquals(2, lines.size(), log.text());
      String write = "pod default/a (1), kubepods/pod1/memory.force_empty: slow write by brake ";
      assertTrue(lines.get(0).endsWith(write + "is not finished after 40000 ms"), log.text());
      assertTrue(lines.get(1).endsWith(write + "took 40000 ms"), log.text());
    }
  }

  /** The thread was in the next one already, or between two, when it was asked. */
  @Test
  void slowWriteThatHasEndedExplainsItOnce() {
    try (LogCapture _ = new LogCapture()) {
      try (SlowWrites.Write _ = writes.begin(POD, "kubepods/pod1/memory.high")) {
        pass(Duration.ofSeconds(3));
      }
    }

    assertTrue(writes.explainSilence());
    assertFalse(writes.explainSilence());
  }

  @Test
  void writeThatNeverEndsDoesNotExplainItForEver() {
    try (LogCapture _ = new LogCapture()) {
      try (SlowWrites.Write _ = writes.begin(POD, "kubepods/pod1/memory.high")) {
        pass(SlowWrites.ENDLESS);
        assertFalse(writes.explainSilence());
      }
    }
  }
}
