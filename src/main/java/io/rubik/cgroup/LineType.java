package io.rubik.cgroup;

import java.util.Optional;

/** The form of what stands after a device in its line of a control file. */
interface LineType<T> {

  /** Returns the name of the value among others in the line, empty where it is the only one. */
  default String name() {
    return "";
  }

  /**
   * Returns the value of the rest of a line, or of a missing line; fails with {@code
   * IllegalArgumentException} when it is not a valid value.
   */
  T parse(Optional<String> rest);

  /** Returns what is written after the device; fails like {@link ValueWriter#format}. */
  String format(T value);
}
