package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.config.ConfigException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShortReasonTest {

  @Test
  void oneProblemIsToldWhole() {
    assertEquals("a: is missing", ShortReason.of(new ConfigException(List.of("a: is missing"))));
  }

  @Test
  void ofSeveralTheFirstIsToldAndTheOthersAreCounted() {
    assertEquals(
        "a: is missing (and 2 more)",
        ShortReason.of(new ConfigException(List.of("a: is missing", "b: is not", "c: is not"))));
  }

  @Test
  void longOneIsShortened() {
    assertTrue(ShortReason.of(new IOException("x".repeat(5000))).length() < 400, "too long");
  }
}
