package io.rubik.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class WatchPaceTest {

  private final WatchPace pace = new WatchPace();

  @Test
  void watchesThatEndImmediatelyStartFurtherApart() {
    List<Long> seconds =
        Stream.generate(() -> waitAfter(Duration.ZERO).toSeconds()).limit(5).toList();

    assertEquals(List.of(1L, 2L, 4L, 5L, 5L), seconds);
  }

  @Test
  void startsAreASecondApart() {
    assertEquals(Duration.ofMillis(300), waitAfter(Duration.ofMillis(700)));
  }

  @Test
  void longWatchIsFollowedImmediately() {
    waitAfter(Duration.ZERO);
    waitAfter(Duration.ZERO);

    assertEquals(Duration.ZERO, waitAfter(Duration.ofMinutes(5)));
    assertEquals(Duration.ofSeconds(1), waitAfter(Duration.ZERO));
  }

  @Test
  void earlyEndIsFollowedWithJitter() {
    Duration asked = Duration.ofMinutes(5);

    assertEquals(Duration.ofMillis(250), pace.waitAfter(Duration.ofMinutes(1), asked, 0.25));
    assertEquals(Duration.ofMillis(1250), pace.waitAfter(Duration.ZERO, asked, 0.25));
  }

  private Duration waitAfter(Duration lasted) {
    return pace.waitAfter(lasted, Duration.ofMinutes(5), 0);
  }
}
