package io.rubik.text;

import java.util.HexFormat;

/** Escapes and shortens text that others have written. */
public final class SafeText {

  private static final HexFormat HEX = HexFormat.of();

  private SafeText() {}

  /** Returns the text with every character escaped that could break or hide a part of the line. */
  public static String escaped(String text) {
    if (text.codePoints().noneMatch(SafeText::needsEscape)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 8);
    text.codePoints()
        .forEach(codePoint -> {
          if (needsEscape(codePoint)) {
            escaped.append(escape(codePoint));
          } else {
            escaped.appendCodePoint(codePoint);
          }
        });
    return escaped.toString();
  }

  /** Returns the text, or of a longer one the first characters and three dots. */
  public static String shortened(String text, int maxLength) {
    if (text.length() <= maxLength) {
      return text;
    }
    boolean isHalved = maxLength > 0 && Character.isHighSurrogate(text.charAt(maxLength - 1));
    return text.substring(0, isHalved ? maxLength - 1 : maxLength) + "...";
  }

  /** Returns whether a character is a control, format or separator character or a surrogate. */
  public static boolean needsEscape(int codePoint) {
    if (codePoint >= ' ' && codePoint <= '~') {
      return false;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  /**
   * Returns {@code \\n}, {@code \\r}, {@code \\t}, or the form {@code \\u001b}, for each UTF-16
   * unit.
   */
  public static String escape(int codePoint) {
    return switch (codePoint) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> {
        StringBuilder units = new StringBuilder();
        for (char unit : Character.toChars(codePoint)) {
          units.append("\\u").append(HEX.toHexDigits(unit));
        }
        yield units.toString();
      }
    };
  }
}
