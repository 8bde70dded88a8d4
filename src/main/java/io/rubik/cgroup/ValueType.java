package io.rubik.cgroup;

/**
 * The text form of a value that is read and written.
 *
 * @param <T> what the value is in rubik
 */
public interface ValueType<T> extends ValueReader<T>, ValueWriter<T> {

  /** Returns the type of whole numbers between the limits, both included. */
  static ValueType<Integer> integer(int min, int max) {
    return new IntegerType(min, max);
  }

  /** Whole numbers in decimal, limits included. */
  record IntegerType(int min, int max) implements ValueType<Integer> {

    /** Accepts what is outside the limits too: the file may have been set by others. */
    @Override
    public Integer parse(String text) {
      return Integer.valueOf(text);
    }

    @Override
    public String format(Integer value) {
      if (value < min || value > max) {
        throw new IllegalArgumentException(value + " is outside " + min + ".." + max);
      }
      return value.toString();
    }
  }

  /** Returns the type of whole numbers between the limits, both included, which may be large. */
  static ValueType<Long> wholeNumber(long min, long max) {
    return new LongType(min, max);
  }

  /** Whole numbers in decimal, limits included. */
  record LongType(long min, long max) implements ValueType<Long> {

    /** Accepts what is outside the limits too: the file may have been set by others. */
    @Override
    public Long parse(String text) {
      return Long.valueOf(text);
    }

    @Override
    public String format(Long value) {
      if (value < min || value > max) {
        throw new IllegalArgumentException(value + " is outside " + min + ".." + max);
      }
      return value.toString();
    }
  }
}
