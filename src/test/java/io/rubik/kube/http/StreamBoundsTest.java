package io.rubik.kube.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StreamBoundsTest {

  private long nanos = -7;
  private final StreamBounds bounds =
      new StreamBounds(() -> nanos, Duration.ofSeconds(90), Duration.ofMinutes(11));

  /** Nothing that arrives in between is heard of. */
  @Test
  void eventThatIsNotWholeInTimeEndsTheStream() {
    bounds.waits();
    pass(89);
    assertEquals(Duration.ofSeconds(1), bounds.left());
    pass(1);

    assertEquals(Duration.ZERO, bounds.left());
    assertFalse(bounds.isOver());
  }

  @Test
  void eachEventHasItsOwnTime() {
    for (int i = 0; i < 7; i++) {
      bounds.waits();
      pass(89);
      bounds.arrived();
    }

    assertTrue(bounds.left().isPositive());
  }

  @Test
  void timeToHandleAnEventIsNotIdle() {
    bounds.waits();
    bounds.arrived();
    pass(200);

    assertEquals(Duration.ofSeconds(90), bounds.left());
  }

  @Test
  void streamThatHasLastedLongEnoughIsOverThoughEventsCome() {
    for (int i = 0; i < 66; i++) {
      assertFalse(bounds.isOver());
      bounds.waits();
      pass(10);
      bounds.arrived();
    }

    assertTrue(bounds.isOver());
    assertEquals(Duration.ZERO, bounds.left());
  }

  @Test
  void endOfTheStreamMayComeBeforeThatOfTheEvent() {
    pass(650);
    bounds.waits();

    assertEquals(Duration.ofSeconds(10), bounds.left());
  }

  private void pass(long seconds) {
    nanos += Duration.ofSeconds(seconds).toNanos();
  }
}
