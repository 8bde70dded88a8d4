package io.rubik.logging;

import io.rubik.text.SafeText;
import java.nio.charset.StandardCharsets;

/**
 * One line under construction. Text cannot leave the line: line breaks become {@code \n} and {@code
 * \r}, other control, format and bidirectional characters and lone surrogates become {@code
 * \u001b}. What passes {@link #LIMIT_BYTES} is left out and counted.
 */
final class BoundedLine {

  /** The longest line in UTF-8, its line feed included; container runtimes split at this length. */
  static final int LIMIT_BYTES = 16 * 1024;

  private static final int MARK_BYTES = 40;

  private final StringBuilder line = new StringBuilder(256);
  private int lengthBytes;
  private long charactersLeftOut;

  /** Adds text from anywhere. */
  BoundedLine append(String text) {
    int index = 0;
    while (index < text.length() && charactersLeftOut == 0) {
      int codePoint = text.codePointAt(index);
      if (!append(codePoint)) {
        break;
      }
      index += Character.charCount(codePoint);
    }
    charactersLeftOut += text.length() - index;
    return this;
  }

  /** Adds a number with zeros in front up to {@code digits}. */
  BoundedLine append(int number, int digits) {
    String text = Integer.toString(number);
    return append("0".repeat(Math.max(0, digits - text.length()))).append(text);
  }

  /** Returns the line in UTF-8 with its line feed, and a mark with the count of what was cut. */
  byte[] toBytes() {
    String end = charactersLeftOut == 0 ? "\n" : " [" + charactersLeftOut + " characters cut]\n";
    return (line + end).getBytes(StandardCharsets.UTF_8);
  }

  private boolean append(int codePoint) {
    if (SafeText.needsEscape(codePoint)) {
      String escaped = SafeText.escape(codePoint);
      if (!reserve(escaped.length())) {
        return false;
      }
      line.append(escaped);
      return true;
    }
    if (!reserve(utf8Bytes(codePoint))) {
      return false;
    }
    line.appendCodePoint(codePoint);
    return true;
  }

  private boolean reserve(int bytes) {
    if (lengthBytes + bytes > LIMIT_BYTES - MARK_BYTES) {
      return false;
    }
    lengthBytes += bytes;
    return true;
  }

  private static int utf8Bytes(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }
}
