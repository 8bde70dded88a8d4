package io.rubik.cgroup.kubepods;

/** Decides whether text from the API server may become part of a path. */
final class SafeName {

  private SafeName() {}

  /** Returns whether the text has 1 to {@code maxLength} ASCII letters, digits, _ and - only. */
  static boolean isSafe(String text, int maxLength) {
    return !text.isEmpty()
        && text.length() <= maxLength
        && text.chars().allMatch(SafeName::isSafeCharacter);
  }

  private static boolean isSafeCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }
}
