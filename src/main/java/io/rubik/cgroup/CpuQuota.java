package io.rubik.cgroup;

/**
 * How long a cgroup may run in each period, on all CPUs together.
 *
 * @param micros the time, -1 when it is unlimited
 */
public record CpuQuota(long micros) {

  /** No limit. */
  public static final CpuQuota UNLIMITED = new CpuQuota(-1);

  /** The least the kernel and kubelet know. */
  public static final long MIN_MICROS = 1000;

  /** The most the kernel knows. */
  private static final long MAX_MICROS = (1L << 44) - 1;

  /** The form of a burst, {@code 20000}. */
  static final ValueType<Long> BURST = ValueType.wholeNumber(0, MAX_MICROS);

  private static final ValueType<Long> LIMITED = ValueType.wholeNumber(MIN_MICROS, MAX_MICROS);

  private static final int MILLICORES_PER_CPU = 1000;

  /** Whatever is negative is unlimited, as on cgroup v1. */
  public CpuQuota {
    micros = Math.max(-1, micros);
  }

  /**
   * Returns the quota kubelet gives a container for its CPU limit: 29000 for 290 millicores of
   * 100000 µs, never less than 1000 and never more than the kernel takes.
   */
  public static CpuQuota ofLimit(long millicores, long periodMicros) {
    long kept = Math.min(millicores, MAX_MICROS / periodMicros * MILLICORES_PER_CPU);
    return new CpuQuota(Math.max(MIN_MICROS, kept * periodMicros / MILLICORES_PER_CPU));
  }

  /** Returns whether there is no limit. */
  public boolean isUnlimited() {
    return micros < 0;
  }

  /** Returns it as the log shows it, in µs: {@code 50000}, {@code max}. */
  @Override
  public String toString() {
    return isUnlimited() ? "max" : Long.toString(micros);
  }

  /** {@code cpu.cfs_quota_us}: {@code 50000}, {@code -1}. */
  record V1() implements ValueType<CpuQuota> {

    @Override
    public CpuQuota parse(String text) {
      return new CpuQuota(Long.parseLong(text));
    }

    @Override
    public String format(CpuQuota quota) {
      return quota.isUnlimited() ? "-1" : checked(quota);
    }
  }

  /**
   * {@code cpu.max}: {@code 50000 100000}, {@code max 100000}; alone, without the period, it is
   * what is written and keeps the period.
   */
  record V2() implements ValueType<CpuQuota> {

    @Override
    public CpuQuota parse(String text) {
      int space = text.indexOf(' ');
      String quota = space < 0 ? text : text.substring(0, space);
      return quota.equals("max") ? UNLIMITED : new CpuQuota(Long.parseLong(quota));
    }

    @Override
    public String format(CpuQuota quota) {
      return quota.isUnlimited() ? "max" : checked(quota);
    }
  }

  private static String checked(CpuQuota quota) {
    return LIMITED.format(quota.micros);
  }
}
