package io.rubik.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.LogCapture;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SlowWritesTest {

  private long nanos;
  private final SlowWrites writes = new SlowWrites("brake", () -> nanos);

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void silenceWithoutAWriteIsNotExplained() {
    assertFalse(writes.explainSilence());
    writes.begin("pod default/a (1)", "kubepods/pod1/cpu.shares").close();
    assertFalse(writes.explainSilence());
  }

  @Test
  void writeThatLastsExplainsItAndIsToldOnceWhileItLastsAndOnceAtItsEnd() {
    try (LogCapture log = new LogCapture()) {
      try (SlowWrites.Write _ =
          writes.begin("pod default/a (1)", "kubepods/pod1/memory.force_empty")) {
        assertTrue(writes.explainSilence());
        assertEquals("", log.text());
        pass(Duration.ofSeconds(40));
        assertTrue(writes.explainSilence());
        assertTrue(writes.explainSilence());
      }

      assertEquals(
          """
          WARN SlowWrites.explainSilence() pod default/a (1): brake has been writing \
          kubepods/pod1/memory.force_empty for 40 s: the kernel takes its time
          WARN Write.close() pod default/a (1): brake wrote kubepods/pod1/memory.force_empty, \
          which took 40000 ms
          """,
          log.text().replace("SlowWrites$Write", "Write"));
    }
  }

  /** The thread was in the next one already, or between two, when it was asked. */
  @Test
  void slowWriteThatHasEndedExplainsItOnce() {
    try (LogCapture _ = new LogCapture()) {
      try (SlowWrites.Write _ = writes.begin("pod default/a (1)", "kubepods/pod1/memory.high")) {
        pass(Duration.ofSeconds(3));
      }
    }

    assertTrue(writes.explainSilence());
    assertFalse(writes.explainSilence());
  }

  @Test
  void writeThatNeverEndsDoesNotExplainItForEver() {
    try (LogCapture _ = new LogCapture()) {
      try (SlowWrites.Write _ = writes.begin("pod default/a (1)", "kubepods/pod1/memory.high")) {
        pass(SlowWrites.ENDLESS);
        assertFalse(writes.explainSilence());
      }
    }
  }
}
