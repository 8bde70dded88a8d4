package io.rubik.cgroup;

import java.nio.charset.StandardCharsets;

/**
 * Finds a value in a file of lines such as {@code nr_throttled 12}; it is read often, and allocates
 * nothing.
 */
public final class FlatKeyed {

  private static final int MAX_DIGITS = 19;

  private FlatKeyed() {}

  /**
   * Returns the number of a key; fails with {@code IllegalArgumentException} when there is no such
   * line or it holds no number.
   */
  public static long value(String text, String key) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return value(bytes, bytes.length, key);
  }

  /** Does the same with the first bytes of an array. */
  public static long value(byte[] text, int length, String key) {
    int start = 0;
    while (start < length) {
      int end = endOfLine(text, start, length);
      int space = start + key.length();
      if (space < end && text[space] == ' ' && isAt(text, start, key)) {
        return number(text, space + 1, end);
      }
      start = end + 1;
    }
    throw new IllegalArgumentException("there is no " + key);
  }

  /**
   * Returns the number that is the first line; fails with {@code IllegalArgumentException} when it
   * is not a number.
   */
  public static long number(byte[] text, int length) {
    return number(text, 0, endOfLine(text, 0, length));
  }

  private static int endOfLine(byte[] text, int start, int length) {
    int end = start;
    while (end < length && text[end] != '\n') {
      end++;
    }
    return end;
  }

  private static boolean isAt(byte[] text, int start, String key) {
    for (int i = 0; i < key.length(); i++) {
      if (text[start + i] != key.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static long number(byte[] text, int start, int end) {
    long number = 0;
    for (int i = start; i < end; i++) {
      if (text[i] < '0' || text[i] > '9') {
        throw new IllegalArgumentException("a value is not a number");
      }
      number = number * 10 + (text[i] - '0');
    }
    if (end == start || end - start > MAX_DIGITS || number < 0) {
      throw new IllegalArgumentException("a value has " + (end - start) + " digits");
    }
    return number;
  }
}
