package io.rubik.control;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.CpuQuota;
import io.rubik.cgroup.Setting;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;

/**
 * The kernel's rule that no cgroup has a burst above its quota (sched-bwc.rst): a burst that
 * another process sets while the quota is raised would keep it from being restored.
 */
final class BurstRule {

  private final CgroupTree tree;
  private final Controls controls;

  BurstRule(CgroupTree tree, Controls controls) {
    this.tree = tree;
    this.controls = controls;
  }

  /**
   * Returns what the kernel accepts instead of a value it has refused: a quota itself, after the
   * burst was lowered to it, and of a burst as much as the quota; empty when the rule was not why.
   */
  @SuppressWarnings("unchecked") // a quota is returned for a quota, and a burst for a burst
  <T> Optional<T> instead(Target<T> target, T refused) throws IOException {
    if (!(target instanceof Target.OfCgroup<T>(String path, Setting<T> setting))) {
      return Optional.empty();
    }
    Optional<?> instead = Optional.empty();
    if (refused instanceof CpuQuota quota && setting.equals(Attributes.CPU_QUOTA)) {
      instead = lowerBurst(path, quota) ? Optional.of(quota) : Optional.empty();
    } else if (refused instanceof Long burst && setting.equals(Attributes.CPU_BURST_MICROS)) {
      instead = quotaBelow(path, burst);
    }
    return (Optional<T>) instead;
  }

  private Optional<Long> quotaBelow(String path, long burstMicros) throws IOException {
    return tree.cgroup(path)
        .read(Attributes.CPU_QUOTA)
        .filter(quota -> !quota.isUnlimited())
        .map(CpuQuota::micros)
        .filter(micros -> micros < burstMicros);
  }

  /**
   * Nobody who is at work on the control of a burst waits for that of a quota, and who holds the
   * lock of all controls waits only for those that nobody is at work on.
   */
  private boolean lowerBurst(String path, CpuQuota quota) throws IOException {
    if (quota.isUnlimited() || !tree.cgroup(path).has(Attributes.CPU_BURST_MICROS)) {
      return false;
    }
    Target<Long> burst = Target.of(path, Attributes.CPU_BURST_MICROS);
    Control<Long> control = controls.enter(burst);
    try {
      return control.lower(quota.micros(), Comparator.naturalOrder());
    } finally {
      controls.leave(burst);
    }
  }
}
