package io.rubik.cgroup;

/**
 * How much memory a cgroup may have.
 *
 * @param bytes at least 0; {@code Long.MAX_VALUE} when it is unlimited
 */
public record MemoryLimit(long bytes) {

  /** No limit. */
  public static final MemoryLimit UNLIMITED = new MemoryLimit(Long.MAX_VALUE);

  /**
   * What an unlimited cgroup reads on v1 with pages of 64 KiB; with those of 4 KiB it is
   * 9223372036854771712, which is more.
   */
  private static final long V1_UNLIMITED = Long.MAX_VALUE / 65536 * 65536;

  /** What v1 shows without a limit is read as unlimited. */
  public MemoryLimit {
    if (bytes < 0) {
      throw new IllegalArgumentException("a memory limit of " + bytes + " bytes is not valid");
    }
    bytes = bytes >= V1_UNLIMITED ? Long.MAX_VALUE : bytes;
  }

  /** Returns whether there is no limit. */
  public boolean isUnlimited() {
    return bytes == Long.MAX_VALUE;
  }

  /** Returns it as the log shows it: {@code 1073741824}, {@code max}. */
  @Override
  public String toString() {
    return isUnlimited() ? "max" : Long.toString(bytes);
  }

  /** {@code memory.limit_in_bytes}: {@code 1073741824}, {@code 9223372036854771712}, or -1. */
  record V1() implements ValueType<MemoryLimit> {

    @Override
    public MemoryLimit parse(String text) {
      return text.equals("-1") ? UNLIMITED : new MemoryLimit(Long.parseLong(text));
    }

    @Override
    public String format(MemoryLimit limit) {
      return limit.isUnlimited() ? "-1" : Long.toString(limit.bytes);
    }
  }

  /** {@code memory.max}: {@code 1073741824}, {@code max}. */
  record V2() implements ValueType<MemoryLimit> {

    @Override
    public MemoryLimit parse(String text) {
      return text.equals("max") ? UNLIMITED : new MemoryLimit(Long.parseLong(text));
    }

    @Override
    public String format(MemoryLimit limit) {
      return limit.isUnlimited() ? "max" : Long.toString(limit.bytes);
    }
  }
}
