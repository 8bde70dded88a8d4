package io.rubik.testing;

import java.io.IOException;

/**
 * {@code cpu.shares} (v1), {@code cpu.weight} (v2) and {@code cpu.idle}. While a cgroup is idle its
 * weight cannot be set; afterwards it is the default, not what it was.
 */
final class CpuWeight {
  private static final String SHARES = "cpu.shares";
  private static final String WEIGHT = "cpu.weight";
  private static final String IDLE = "cpu.idle";

  private CpuWeight() {}

  static String writeShares(KernelCgroup cgroup, String text) throws IOException {
    long shares = KernelNumber.unsigned(text);
    if (cgroup.isRoot() || idle(cgroup)) {
      throw Errno.EINVAL.exception();
    }
    return Long.toString(shares < 0 ? 262144 : Math.clamp(shares, 2, 262144));
  }

  static String writeWeight(KernelCgroup cgroup, String text) throws IOException {
    long weight = KernelNumber.unsigned(text);
    if (weight < 1 || weight > 10000) {
      throw Errno.ERANGE.exception();
    }
    if (idle(cgroup)) {
      throw Errno.EINVAL.exception();
    }
    return Long.toString(weight);
  }

  static String writeIdle(KernelCgroup cgroup, String text) throws IOException {
    long idle = KernelNumber.signed(text);
    if (cgroup.isRoot() || idle < 0 || idle > 1) {
      throw Errno.EINVAL.exception();
    }
    if (idle != cgroup.number(IDLE)) {
      if (cgroup.has(SHARES)) {
        cgroup.set(SHARES, idle == 1 ? "3" : "1024");
      } else {
        cgroup.set(WEIGHT, idle == 1 ? "0" : "100");
      }
    }
    return Long.toString(idle);
  }

  private static boolean idle(KernelCgroup cgroup) throws IOException {
    return cgroup.has(IDLE) && cgroup.number(IDLE) == 1;
  }
}
