package io.rubik.control;

import java.util.regex.Pattern;

/** The name of a resctrl control group: letters, digits, {@code _} and {@code -} only. */
public record ResctrlName(String text) {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** Fails with {@code IllegalArgumentException} when the text could not be a directory's name. */
  public ResctrlName {
    if (!PLAIN.matcher(text).matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is not the name of a resctrl group");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
