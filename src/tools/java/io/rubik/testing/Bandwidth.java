package io.rubik.testing;

import java.io.IOException;

/**
 * The CPU bandwidth of one cgroup (kernel/sched/core.c, tg_set_cfs_bandwidth).
 *
 * @param quotaMicros {@link #UNLIMITED} or a time for each period
 */
record Bandwidth(long quotaMicros, long periodMicros, long burstMicros) {
  static final long UNLIMITED = -1;

  private static final long MIN_MICROS = 1000;
  private static final long MAX_PERIOD_MICROS = 1_000_000;
  private static final long MAX_QUOTA_MICROS = (1L << 44) - 1;
  private static final long MAX_BURST_MICROS = Long.divideUnsigned(-1L, 1000);

  boolean unlimited() {
    return quotaMicros == UNLIMITED;
  }

  /** Quota by period in units of 2^-20 CPU, as an unsigned number. */
  long ratio() {
    return Long.divideUnsigned(quotaMicros << 20, periodMicros);
  }

  /** Returns this; fails with EINVAL where the kernel would. */
  Bandwidth checked() throws IOException {
    boolean period = MIN_MICROS <= periodMicros && periodMicros <= MAX_PERIOD_MICROS;
    boolean burst = 0 <= burstMicros && burstMicros <= MAX_BURST_MICROS;
    if (!period || !burst || !(unlimited() || quotaFits())) {
      throw Errno.EINVAL.exception();
    }
    return this;
  }

  private boolean quotaFits() {
    return MIN_MICROS <= quotaMicros
        && quotaMicros <= MAX_QUOTA_MICROS
        && burstMicros <= quotaMicros
        && burstMicros <= MAX_QUOTA_MICROS - quotaMicros;
  }
}
