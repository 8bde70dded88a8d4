package io.rubik.cgroup;

/**
 * How the text of a kernel file is read.
 *
 * @param <T> what the value is in rubik
 */
@FunctionalInterface
public interface ValueReader<T> {

  /** A whole number: {@code 100000}. */
  ValueReader<Long> WHOLE_NUMBER = Long::valueOf;

  /**
   * Returns the value of a file's text, without the line break at its end; fails with {@code
   * IllegalArgumentException} when it is not a valid value.
   */
  T parse(String text);
}
