package io.rubik.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpellingTest {

  private static final List<String> KNOWN =
      List.of("preemption", "quotaBurst", "quotaTurbo", "psi", "cpi", "cpuevict");

  @ParameterizedTest
  @CsvSource({
    "preemtion, preemption",
    "preemptoin, preemption",
    "PREEMPTION, preemption",
    "quotaburst, quotaBurst",
    "qoutaTurbo, quotaTurbo",
    "cpuEvict, cpuevict",
    "psii, psi",
    "ps, psi",
    "memory, ",
    "net, ",
    "'', "
  })
  void nearestNameIsFound(String name, String nearest) {
    assertEquals(Optional.ofNullable(nearest), Spelling.nearest(name, KNOWN));
  }

  @Test
  void firstOfTwoAsNearIsTaken() {
    assertEquals(Optional.of("psi"), Spelling.nearest("xsx", List.of("psi", "cpi")));
    assertEquals(Optional.of("a1"), Spelling.nearest("a", List.of("a1", "a2")));
  }

  @Test
  void nothingIsNearWhenNothingIsKnown() {
    assertEquals(Optional.empty(), Spelling.nearest("psi", List.of()));
  }

  /** Comparing each of its letters with each name's took seconds. */
  @Test
  void longNameIsNotCompared() {
    assertEquals(Optional.empty(), Spelling.nearest("x".repeat(10_000_000), KNOWN));
  }
}
