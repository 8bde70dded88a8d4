package io.rubik.cgroup;

/** The form of a value that the kernel tells and nobody sets. */
interface ReadOnly<T> extends ValueType<T> {

  /** Fails always. */
  @Override
  default String format(T value) {
    throw new IllegalArgumentException("it cannot be written");
  }

  /** A whole number: {@code 100000}. */
  record WholeNumber() implements ReadOnly<Long> {

    @Override
    public Long parse(String text) {
      return Long.valueOf(text);
    }
  }
}
