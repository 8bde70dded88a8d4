package io.rubik.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BackOffTest {

  private static final Duration NO_TIME = Duration.ZERO;

  private final BackOff backOff = new BackOff();

  @Test
  void waitsDoubleUpToTheLimit() {
    List<Long> millis =
        Stream.generate(() -> backOff.next(NO_TIME, 1).toMillis()).limit(7).toList();

    assertEquals(List.of(500L, 1000L, 2000L, 4000L, 5000L, 5000L, 5000L), millis);
  }

  @Test
  void waitIsFullyJittered() {
    assertEquals(Duration.ZERO, backOff.next(NO_TIME, 0));
    assertEquals(Duration.ofMillis(250), backOff.next(NO_TIME, 0.25));
  }

  @Test
  void manyFailuresDoNotOverflow() {
    for (int i = 0; i < 1000; i++) {
      backOff.next(NO_TIME, 1);
    }

    assertEquals(Duration.ofSeconds(5), backOff.next(NO_TIME, 1));
  }

  @Test
  void resetStartsAtTheFirstWait() {
    backOff.next(NO_TIME, 1);
    backOff.next(NO_TIME, 1);

    backOff.reset();

    assertEquals(Duration.ofMillis(500), backOff.next(NO_TIME, 1));
  }

  /** A server that does not answer was tried less often than one that refuses. */
  @Test
  void timeSpentCountsAsWaitedAndJitterRemains() {
    for (int i = 0; i < 10; i++) {
      backOff.next(NO_TIME, 1);
    }

    assertEquals(Duration.ofSeconds(2), backOff.next(Duration.ofSeconds(3), 1));
    assertEquals(Duration.ofSeconds(1), backOff.next(Duration.ofSeconds(30), 1));
  }
}
