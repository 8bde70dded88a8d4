package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RestartDelayTest {

  private final RestartDelay delay = new RestartDelay();

  @Test
  void delayDoublesUpToAMinute() {
    assertEquals(List.of(2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L), seconds(8));
    assertEquals(8, delay.failures());
  }

  @Test
  void delayStaysAMinuteForEver() {
    seconds(10_000);

    assertEquals(Duration.ofMinutes(1), delay.afterFailure());
  }

  @Test
  void delayStartsAnewAfterAReset() {
    seconds(5);

    delay.reset();

    assertEquals(0, delay.failures());
    assertEquals(List.of(2L, 4L), seconds(2));
  }

  private List<Long> seconds(int failures) {
    return IntStream.range(0, failures).mapToObj(_ -> delay.afterFailure().toSeconds()).toList();
  }
}
