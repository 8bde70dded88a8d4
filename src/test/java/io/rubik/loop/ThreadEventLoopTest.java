package io.rubik.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ThreadEventLoopTest {

  private final List<String> done = Collections.synchronizedList(new ArrayList<>());
  private final ThreadEventLoop loop = new ThreadEventLoop("loop-of-a-test");

  @Test
  void closingRunsWhatWasGivenBeforeAndNothingAfter() {
    loop.execute(() -> done.add("first"));
    loop.execute(() -> done.add("second"));
    loop.close();
    loop.execute(() -> done.add("late"));

    assertEquals(List.of("first", "second"), done);
  }

  /**
   * A feature that is stuck is told to end after what it is stuck in, and must undo what it did.
   */
  @Test
  void closingInterruptsAnActionThatIsStuckAndRunsWhatWasGivenAfterIt() {
    CountDownLatch never = new CountDownLatch(1);
    loop.execute(() -> {
      try {
        never.await();
      } catch (InterruptedException e) {
        done.add("interrupted");
      }
    });
    loop.execute(() -> done.add("undone " + Thread.currentThread().isInterrupted()));

    loop.close();

    assertEquals(List.of("interrupted", "undone false"), done);
  }

  /** What an action threw was kept by its future, which nobody looks at. */
  @Test
  void whatAnActionThrowsIsLoggedAndTheNextOneRuns() {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      loop.execute(() -> {
        throw new NoClassDefFoundError("expected by the test");
      });
      loop.execute(() -> done.add("next"));
      loop.close();
    } finally {
      System.setErr(before);
    }

    assertEquals(List.of("next"), done);
    String text = log.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("loop-of-a-test") && text.contains("expected by the test"), text);
  }
}
