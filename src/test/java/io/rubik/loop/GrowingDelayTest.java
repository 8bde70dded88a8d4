package io.rubik.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GrowingDelayTest {

  private final GrowingDelay delay = new GrowingDelay(Duration.ofSeconds(2), Duration.ofSeconds(7));

  @Test
  void delayDoublesUpToTheLongest() {
    assertEquals(Duration.ofSeconds(2), delay.next());
    assertEquals(Duration.ofSeconds(4), delay.next());
    assertEquals(Duration.ofSeconds(7), delay.next());
    assertEquals(Duration.ofSeconds(7), delay.next());
    assertEquals(4, delay.uses());
  }

  @Test
  void delayStartsAgainAfterAReset() {
    delay.next();
    delay.next();

    delay.reset();

    assertEquals(0, delay.uses());
    assertEquals(Duration.ofSeconds(2), delay.next());
  }
}
