package io.rubik.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class SafeTextTest {

  @Test
  void plainTextStaysAsItIs() {
    String text = "größe 東京 \"a\" \\ b";

    assertSame(text, SafeText.escaped(text));
  }

  @Test
  void whatBreaksOrHidesPartOfALineIsEscaped() {
    assertEquals("a\\nb\\r\\t\\u001b[1m", SafeText.escaped("a\nb\r\t\u001b[1m"));
    assertEquals(
        "\\u202eevil\\u2028\\u2029\\u0085", SafeText.escaped("\u202eevil\u2028\u2029\u0085"));
  }

  @Test
  void loneSurrogatesAndTagsAreEscapedByUnits() {
    assertEquals("\\ud800 \\udb40\\udc41", SafeText.escaped("\ud800 \udb40\udc41"));
  }

  @Test
  void longTextIsCutBetweenCharacters() {
    assertEquals("abc", SafeText.shortened("abc", 3));
    assertEquals("ab...", SafeText.shortened("abc", 2));
    assertEquals("a...", SafeText.shortened("a\ud83d\ude00b", 2));
  }
}
