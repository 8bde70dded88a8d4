package io.rubik.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class BoundedLineTest {

  @Test
  void lineBreaksAndTabsAreEscaped() {
    assertEquals("a\\nb\\rc\\td\n", line("a\nb\rc\td"));
  }

  @Test
  void controlCharactersAreEscaped() {
    assertEquals(
        "\\u0000\\u001b[31m\\u007f\\u0085\\u009b\n", line("\0\u001b[31m\u007f\u0085\u009b"));
  }

  @Test
  void separatorsAndFormatCharactersAreEscaped() {
    assertEquals(
        "\\u2028\\u2029\\u202a\\u202e\\u2066\\u2069\\u200f\\ufeff\n",
        line("\u2028\u2029\u202a\u202e\u2066\u2069\u200f\ufeff"));
    assertEquals("\\udb40\\udc01\n", line(Character.toString(0xE0001)));
  }

  @Test
  void loneSurrogatesAreEscaped() {
    assertEquals("a\\ud83db\\ude00\n", line("a\ud83db\ude00"));
  }

  @Test
  void otherTextIsUnchanged() {
    assertEquals("C:\\new \"é\" 鲲鹏 \ud83d\ude00\n", line("C:\\new \"é\" 鲲鹏 \ud83d\ude00"));
  }

  @Test
  void noCharacterBreaksTheLine() {
    StringBuilder everything = new StringBuilder();
    for (int unit = 0; unit <= Character.MAX_VALUE; unit++) {
      String line = line(Character.toString(unit));

      assertEquals(line.length() - 1, line.indexOf('\n'));
      assertEquals(1, line.lines().count());
      everything.appendCodePoint(unit);
    }
    assertEquals(1, line(everything.toString()).lines().count());
  }

  @Test
  void longTextIsCutAndCounted() {
    String line = line("x".repeat(20_000));

    int kept = line.lastIndexOf('x') + 1;
    assertEquals(" [" + (20_000 - kept) + " characters cut]\n", line.substring(kept));
    assertTrue(kept > BoundedLine.LIMIT_BYTES - 100);
  }

  @Test
  void limitCountsBytesAndCutsBetweenCharacters() {
    String line = line("\ud83d\ude00".repeat(10_000));

    assertTrue(line.getBytes(UTF_8).length <= BoundedLine.LIMIT_BYTES);
    assertTrue(line.matches("(\ud83d\ude00)+ \\[\\d+ characters cut]\n"));
  }

  @Test
  void nothingIsAddedAfterACut() {
    BoundedLine line = new BoundedLine().append("x".repeat(16_340)).append("\n\n\n\n");

    assertEquals(
        "x".repeat(16_340) + "\\n\\n [3 characters cut]\n",
        new String(line.append("y").toBytes(), UTF_8));
  }

  private static String line(String text) {
    return new String(new BoundedLine().append(text).toBytes(), UTF_8);
  }
}
