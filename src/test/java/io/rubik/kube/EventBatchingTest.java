package io.rubik.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventBatchingTest {

  private final EventBatching batching = new EventBatching();
  private long nanos = -5;

  /**
   * Returns the pause after an event, by the time since the last one and the time it was waited
   * for.
   */
  private Duration pause(long sinceLastMicros, long waitedMicros) {
    nanos += TimeUnit.MICROSECONDS.toNanos(sinceLastMicros);
    return batching.pauseAfter(nanos - TimeUnit.MICROSECONDS.toNanos(waitedMicros), nanos);
  }

  @Test
  void firstEventIsNotDelayed() {
    assertEquals(Duration.ZERO, pause(0, 2_000));
  }

  @ParameterizedTest
  @CsvSource({
    "1000000, 1000000,  0", // alone
    "  20000,   20000,  0",
    "  19999,   19999, 25", // a burst, nothing more buffered
    "   2000,     501, 25",
    "   2000,     500,  0", // more may be buffered
    "     50,      10,  0",
  })
  void eventsOfABurstAreBatched(long sinceLastMicros, long waitedMicros, long pauseMillis) {
    pause(0, 0);

    assertEquals(Duration.ofMillis(pauseMillis), pause(sinceLastMicros, waitedMicros));
  }
}
