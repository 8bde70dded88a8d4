package io.rubik.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class WatchPaceTest {

  private final WatchPace pace = new WatchPace();

  @Test
  void watchesThatEndAtOnceStartFurtherAndFurtherApart() {
    List<Long> seconds =
        Stream.generate(() -> pace.waitAfter(Duration.ZERO).toSeconds()).limit(5).toList();

    assertEquals(List.of(1L, 2L, 4L, 5L, 5L), seconds);
  }

  @Test
  void startsAreASecondApart() {
    assertEquals(Duration.ofMillis(300), pace.waitAfter(Duration.ofMillis(700)));
  }

  @Test
  void longWatchIsFollowedAtOnce() {
    pace.waitAfter(Duration.ZERO);
    pace.waitAfter(Duration.ZERO);

    assertEquals(Duration.ZERO, pace.waitAfter(Duration.ofMinutes(5)));
    assertEquals(Duration.ofSeconds(1), pace.waitAfter(Duration.ZERO));
  }
}
