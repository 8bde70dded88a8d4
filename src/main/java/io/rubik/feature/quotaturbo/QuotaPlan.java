package io.rubik.feature.quotaturbo;

import io.rubik.cgroup.CpuQuota;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes in an order the kernel accepts: on cgroup v1 no cgroup may have more than one above it
 * after any of them.
 *
 * @param writes to be made one after the other; when one fails, those before it are undone
 */
record QuotaPlan(List<QuotaWrite> writes) {

  QuotaPlan {
    writes = List.copyOf(writes);
  }

  /**
   * Returns how a container gets a quota, and each cgroup above it as much more or less: those
   * above first when it grows, the container first when it shrinks. A level without a quota is not
   * changed; nor is a container without one, with all above it.
   *
   * @param levels the container, then the cgroups above it from the nearest, without kubepods
   */
  static QuotaPlan change(List<QuotaLevel> levels, long toMicros) {
    QuotaLevel container = levels.getFirst();
    if (container.quota().isUnlimited()) {
      return new QuotaPlan(List.of());
    }
    long deltaMicros = toMicros - container.quota().micros();
    List<QuotaWrite> writes = new ArrayList<>();
    for (QuotaLevel level : levels) {
      QuotaWrite write = changed(level, deltaMicros, container.periodMicros());
      if (!write.isNone()) {
        writes.add(write);
      }
    }
    return new QuotaPlan(deltaMicros > 0 ? writes.reversed() : writes);
  }

  /** A level with another period changes by as many CPUs, and rather by more than by less. */
  private static QuotaWrite changed(QuotaLevel level, long deltaMicros, long periodMicros) {
    if (level.quota().isUnlimited()) {
      return new QuotaWrite(level.path(), level.quota(), level.quota());
    }
    long scaled = Math.ceilDiv(deltaMicros * level.periodMicros(), periodMicros);
    long micros = Math.max(CpuQuota.MIN_MICROS, level.quota().micros() + scaled);
    return new QuotaWrite(level.path(), level.quota(), new CpuQuota(micros));
  }

  /** Returns how a pod and its containers get the quotas of their limits again. */
  static QuotaPlan reset(QuotaWrite pod, List<QuotaWrite> containers) {
    List<QuotaWrite> writes = new ArrayList<>(containers);
    writes.add(pod.isRaise() ? 0 : writes.size(), pod);
    writes.removeIf(QuotaWrite::isNone);
    return new QuotaPlan(writes);
  }

  /** Returns what undoes the first writes of the plan, the last of them first. */
  List<QuotaWrite> rollback(int done) {
    return writes.subList(0, done).reversed().stream().map(QuotaWrite::undo).toList();
  }
}
