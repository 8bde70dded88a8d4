package io.rubik.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class ProblemsTest {

  @Test
  void aHundredErrorsAndWarningsAreKeptAndTheOthersCounted() {
    Problems problems = new Problems();
    for (int i = 1; i <= 20_000; i++) {
      problems.error("a", "error " + i);
      problems.warning("a", "warning " + i);
    }

    ConfigException e = assertThrows(ConfigException.class, problems::throwIfErrors);

    String[] errors = String.valueOf(e.getMessage()).split("\n", -1);
    assertEquals(202, errors.length);
    assertEquals("a: error 100", errors[99]);
    assertEquals("and 19900 more", errors[100]);
    assertEquals("warning: a: warning 1", errors[101]);
    assertEquals(101, problems.warnings().size());
    assertEquals("and 19900 more", problems.warnings().getLast());
  }

  @Test
  void aHundredAreAll() {
    Problems problems = new Problems();
    for (int i = 1; i <= 100; i++) {
      problems.warning("a", "warning " + i);
    }

    assertEquals("a: warning 100", problems.warnings().getLast());
  }
}
