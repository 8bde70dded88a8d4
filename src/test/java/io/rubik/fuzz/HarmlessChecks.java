package io.rubik.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.logging.LogLines.Line;
import io.rubik.testing.Recording;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.regex.Pattern;

/** What no input may bring about. */
final class HarmlessChecks {

  private static final Pattern LINE =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} \\[rubik] level=(info|warn|error)"
              + " \\w+\\.java:\\d+:[^ ]+\\(\\) [^\\n]*\\n");
  private static final Pattern WRITTEN =
      Pattern.compile(
          "/sys/fs/cgroup/[a-z,]+/kubepods(\\.slice)?/(?!.*/\\.\\.?/)[-\\w/.]+"
              + "/(cpu|memory)\\.qos_level");
  private static final int MAX_LINE_BYTES = 16 * 1024;

  private HarmlessChecks() {}

  /** Fails if a file that is no level of a pod was opened for writing, or anything was changed. */
  static void check(Recording recording) {
    for (Recording.Opening opening : recording.openings()) {
      assertTrue(WRITTEN.matcher(opening.path()).matches(), opening::toString);
    }
    for (Recording.Write write : recording.writes()) {
      assertEquals("-1", write.text(), write::toString);
    }
    assertEquals(List.of(), recording.changes());
  }

  /** Fails if a line could be taken for another or several, or an exception was logged. */
  static void check(Line line) throws CharacterCodingException {
    checkOneLine(decode(line.plain()));
    String journal = decode(line.journal());
    assertTrue(journal.matches("(?s)<[3-7]>.*"), "no priority: " + journal);
    checkOneLine(journal.substring("<6>".length()));
    if (line.exception() != null) {
      throw new AssertionError("an exception was caught and logged: " + line, line.exception());
    }
  }

  private static void checkOneLine(String text) {
    assertTrue(LINE.matcher(text).matches(), "not one line of the log: " + text);
    checkVisible(text.substring(0, text.length() - 1));
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    assertTrue(bytes.length <= MAX_LINE_BYTES, "too long a line");
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /** Fails if a text holds a character that breaks a line or changes how it is shown. */
  static void checkVisible(String text) {
    text.codePoints()
        .forEach(c -> {
          switch (Character.getType(c)) {
            case Character.CONTROL,
                Character.FORMAT,
                Character.LINE_SEPARATOR,
                Character.PARAGRAPH_SEPARATOR,
                Character.SURROGATE ->
                throw new AssertionError("U+%04X in: %s".formatted(c, text));
            default -> {}
          }
        });
  }
}
