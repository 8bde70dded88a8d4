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
  void sameKindIsLoggedOnce() {
    assertTrue(trouble.isFirst(REFUSED, 0));
    assertFalse(trouble.isFirst(REFUSED, 1));
  }

  @Test
  void anotherKindIsLoggedOnceHoweverTheyAlternate() {
    trouble.isFirst(REFUSED, 0);

    assertTrue(trouble.isFirst(FORBIDDEN, 1));
    assertFalse(trouble.isFirst(REFUSED, 2));
    assertFalse(trouble.isFirst(FORBIDDEN, 3));
  }

  @Test
  void tenKindsAreLogged() {
    long logged =
        IntStream.range(100, 600).filter(code -> trouble.isFirst("status " + code, 0)).count();

    assertEquals(10, logged);
  }

  @Test
  void endReturnsTheDuration() {
    trouble.isFirst(REFUSED, 1_000_000_000L);
    trouble.isFirst(FORBIDDEN, 2_000_000_000L);

    assertEquals(Optional.of(Duration.ofSeconds(3)), trouble.end(4_000_000_000L));
    assertEquals(Optional.empty(), trouble.end(5_000_000_000L));
    assertTrue(trouble.isFirst(FORBIDDEN, 6_000_000_000L));
  }
}
