package io.rubik.kube.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TroubleTest {

  private static final String REFUSED = "connect";
  private static final String FORBIDDEN = "status 403";

  private final Trouble trouble = new Trouble();

  @Test
  void sameReasonIsNewsOnce() {
    assertTrue(trouble.isNews(REFUSED, 0));
    assertFalse(trouble.isNews(REFUSED, 1));
  }

  @Test
  void anotherReasonIsNewsOnceHoweverTheyTakeTurns() {
    trouble.isNews(REFUSED, 0);

    assertTrue(trouble.isNews(FORBIDDEN, 1));
    assertFalse(trouble.isNews(REFUSED, 2));
    assertFalse(trouble.isNews(FORBIDDEN, 3));
  }

  @Test
  void tenReasonsAreEnough() {
    long told =
        IntStream.range(100, 600).filter(code -> trouble.isNews("status " + code, 0)).count();

    assertEquals(10, told);
  }

  @Test
  void endTellsHowLongItLasted() {
    trouble.isNews(REFUSED, 1_000_000_000L);
    trouble.isNews(FORBIDDEN, 2_000_000_000L);

    assertEquals(Optional.of(Duration.ofSeconds(3)), trouble.end(4_000_000_000L));
    assertEquals(Optional.empty(), trouble.end(5_000_000_000L));
    assertTrue(trouble.isNews(FORBIDDEN, 6_000_000_000L));
  }
}
