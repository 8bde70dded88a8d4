package io.rubik.cgroup;

/**
 * Finds a value in a file of lines such as {@code nr_throttled 12}; it is read often, and makes no
 * garbage.
 */
final class FlatKeyed {

  private FlatKeyed() {}

  /**
   * Returns the number of a key; fails with {@code IllegalArgumentException} when there is no such
   * line or it holds no number.
   */
  static long value(String text, String key) {
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      int space = start + key.length();
      if (space < end && text.startsWith(key, start) && text.charAt(space) == ' ') {
        return Long.parseLong(text, space + 1, end, 10);
      }
      start = end + 1;
    }
    throw new IllegalArgumentException("there is no " + key);
  }
}
