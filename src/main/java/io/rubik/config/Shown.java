package io.rubik.config;

import java.util.HexFormat;
import java.util.stream.Collectors;

/** How text somebody else wrote is shown in a message of one line. */
final class Shown {

  private static final int MAX_LENGTH = 60;
  private static final HexFormat HEX = HexFormat.of();

  private Shown() {}

  /** Returns the text, or where it is long, how it begins and three dots. */
  static String shortened(String text) {
    if (text.length() <= MAX_LENGTH) {
      return text;
    }
    boolean halved = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1));
    return text.substring(0, halved ? MAX_LENGTH - 1 : MAX_LENGTH) + "...";
  }

  /** Returns the text with what could break or hide a part of the line escaped as in JSON. */
  static String escaped(String text) {
    return text.codePoints().mapToObj(Shown::escaped).collect(Collectors.joining());
  }

  private static String escaped(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          Character.toString(codePoint)
              .chars()
              .mapToObj(unit -> "\\u" + HEX.toHexDigits((char) unit))
              .collect(Collectors.joining());
      default -> Character.toString(codePoint);
    };
  }
}
