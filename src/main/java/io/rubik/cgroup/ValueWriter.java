package io.rubik.cgroup;

/**
 * How a value is written to a kernel file.
 *
 * @param <T> what the value is in rubik
 */
@FunctionalInterface
public interface ValueWriter<T> {

  /**
   * Returns what is written for a value; fails with {@code IllegalArgumentException} when the
   * kernel would not accept it.
   */
  String format(T value);
}
