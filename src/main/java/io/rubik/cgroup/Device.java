package io.rubik.cgroup;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A block device by its numbers: {@code 8:0}. */
public record Device(int major, int minor) {

  private static final Pattern NUMBERS = Pattern.compile("([0-9]{1,9}):([0-9]{1,9})");

  /** Returns the device of {@code 8:0}; fails with {@code IllegalArgumentException} otherwise. */
  public static Device parse(String text) {
    Matcher numbers = NUMBERS.matcher(text);
    if (!numbers.matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is not a device such as 8:0");
    }
    return new Device(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
  }

  /** Returns {@code 8:0}. */
  @Override
  public String toString() {
    return major + ":" + minor;
  }
}
