package io.rubik.testing;

import java.io.IOException;
import java.util.Optional;

/**
 * cgroup v1: {@code cpu.cfs_quota_us}, {@code cpu.cfs_period_us}, {@code cpu.cfs_burst_us}. No
 * cgroup may have a greater share of its period than an ancestor.
 */
final class CfsBandwidth {
  private static final String QUOTA = "cpu.cfs_quota_us";
  private static final String PERIOD = "cpu.cfs_period_us";
  private static final String BURST = "cpu.cfs_burst_us";

  private CfsBandwidth() {}

  static String writeQuota(KernelCgroup cgroup, String text) throws IOException {
    long micros = Math.max(Bandwidth.UNLIMITED, KernelNumber.signed(text));
    Bandwidth now = of(cgroup);
    check(cgroup, new Bandwidth(micros, now.periodMicros(), now.burstMicros()));
    return Long.toString(micros);
  }

  static String writePeriod(KernelCgroup cgroup, String text) throws IOException {
    long micros = KernelNumber.unsigned(text);
    Bandwidth now = of(cgroup);
    check(cgroup, new Bandwidth(now.quotaMicros(), micros, now.burstMicros()));
    return Long.toString(micros);
  }

  static String writeBurst(KernelCgroup cgroup, String text) throws IOException {
    long micros = KernelNumber.unsigned(text);
    Bandwidth now = of(cgroup);
    check(cgroup, new Bandwidth(now.quotaMicros(), now.periodMicros(), micros));
    return Long.toString(micros);
  }

  private static Bandwidth of(KernelCgroup cgroup) throws IOException {
    long burstMicros = cgroup.has(BURST) ? cgroup.number(BURST) : 0;
    return new Bandwidth(cgroup.number(QUOTA), cgroup.number(PERIOD), burstMicros);
  }

  private static void check(KernelCgroup cgroup, Bandwidth wanted) throws IOException {
    if (cgroup.isRoot()) {
      throw Errno.EINVAL.exception();
    }
    checkBelow(cgroup, wanted.checked(), limitAbove(cgroup));
  }

  private static void checkBelow(KernelCgroup cgroup, Bandwidth own, Optional<Long> above)
      throws IOException {
    if (!own.unlimited()
        && above.isPresent()
        && Long.compareUnsigned(own.ratio(), above.get()) > 0) {
      throw Errno.EINVAL.exception();
    }
    Optional<Long> limit = own.unlimited() ? above : Optional.of(own.ratio());
    for (KernelCgroup child : cgroup.children()) {
      checkBelow(child, of(child), limit);
    }
  }

  /** The ratio of the nearest limited ancestor, which the kernel keeps the lowest of all. */
  private static Optional<Long> limitAbove(KernelCgroup cgroup) throws IOException {
    Optional<KernelCgroup> ancestor = cgroup.parent();
    while (ancestor.isPresent()) {
      Bandwidth limit = of(ancestor.get());
      if (!limit.unlimited()) {
        return Optional.of(limit.ratio());
      }
      ancestor = ancestor.get().parent();
    }
    return Optional.empty();
  }
}
