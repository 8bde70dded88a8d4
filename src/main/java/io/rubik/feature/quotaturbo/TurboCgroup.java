package io.rubik.feature.quotaturbo;

import io.rubik.cgroup.CpuQuota;
import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.control.Subject;
import io.rubik.feature.FeatureContext;
import io.rubik.pod.Pod;
import java.io.IOException;
import java.util.Optional;

/**
 * A container's cgroup or one above it, and the quota it has as far as rubik knows.
 *
 * <p>Where crun made a cgroup for the tasks below a container's own, both have the quota, and the
 * lower of the two counts: they are raised and lowered together. The tasks' use, and that they are
 * throttled, is counted in the one below.
 */
final class TurboCgroup {

  private final QuotaControl own;
  private final Optional<QuotaControl> below;

  /** Whether there is one below that has a quota. */
  private boolean isLimitedBelow;

  private TurboCgroup(QuotaControl own, Optional<QuotaControl> below) {
    this.own = own;
    this.below = below;
  }

  /** Returns that of a pod. */
  static TurboCgroup of(FeatureContext context, Pod pod) {
    return new TurboCgroup(
        new QuotaControl(context, Subject.of(pod), pod.cgroupPath()), Optional.empty());
  }

  /** Returns that of a container of a pod. */
  static TurboCgroup ofContainer(FeatureContext context, Pod pod, String path) {
    Subject subject = Subject.of(pod);
    return new TurboCgroup(
        new QuotaControl(context, subject, path),
        Optional.of(new QuotaControl(context, subject, KubepodsLayout.subgroupPath(path))));
  }

  /** Returns one that pods share. */
  static TurboCgroup shared(FeatureContext context, String path) {
    return new TurboCgroup(
        new QuotaControl(context, new Subject.OfClass(path), path), Optional.empty());
  }

  /** Reads quota and period; returns false when the cgroup is not there. */
  boolean refresh() throws IOException {
    isLimitedBelow =
        below.isPresent() && below.get().refresh() && !below.get().quota().isUnlimited();
    return own.refresh();
  }

  /** Returns whether another process had changed the quota when it was last read. */
  boolean isChanged() {
    return own.isChanged();
  }

  String path() {
    return own.path();
  }

  /** Returns the path of the cgroup that counts what the tasks use, and how they are throttled. */
  String activityPath() {
    return counting().path();
  }

  private QuotaControl counting() {
    return isLimitedBelow ? below.orElseThrow() : own;
  }

  CpuQuota quota() {
    CpuQuota quota = counting().quota();
    boolean isLower =
        isLimitedBelow
            && !own.quota().isUnlimited()
            && scaled(own.quota(), own.periodMicros(), periodMicros()).micros() < quota.micros();
    return isLower ? scaled(own.quota(), own.periodMicros(), periodMicros()) : quota;
  }

  long periodMicros() {
    return counting().periodMicros();
  }

  /** Returns path, quota and period. */
  QuotaLevel level() {
    return new QuotaLevel(path(), quota(), periodMicros());
  }

  /** Returns the change to a quota. */
  QuotaWrite to(CpuQuota next) {
    return new QuotaWrite(path(), quota(), next);
  }

  /** Returns the quota that is restored in the end, empty when the cgroup is not there. */
  Optional<CpuQuota> original() throws IOException {
    Optional<CpuQuota> original = own.original();
    return isLimitedBelow ? below.orElseThrow().original() : original;
  }

  /** Makes another quota the one that is restored, if the quota is claimed. */
  void replaceOriginal(CpuQuota original) throws IOException {
    if (isLimitedBelow) {
      below.orElseThrow().replaceOriginal(original);
    }
    if (isOwnLimited()) {
      own.replaceOriginal(scaled(original, periodMicros(), own.periodMicros()));
    }
  }

  /** Restores it. */
  void release() throws IOException {
    own.release();
    if (below.isPresent()) {
      below.get().release();
    }
  }

  /** Reads and, if need be, writes the quota; returns whether it is in force. */
  boolean set(CpuQuota next) throws IOException {
    return write(next, QuotaControl::set);
  }

  /** Writes the quota; returns whether it is in force. */
  boolean setCached(CpuQuota next) throws IOException {
    return write(next, QuotaControl::setCached);
  }

  private interface Write {
    boolean to(QuotaControl control, CpuQuota next) throws IOException;
  }

  /** The one below may never have more: it is raised last and lowered first. */
  private boolean write(CpuQuota next, Write write) throws IOException {
    CpuQuota ownNext = scaled(next, periodMicros(), own.periodMicros());
    if (!isLimitedBelow) {
      return write.to(own, next);
    }
    QuotaControl tasks = below.orElseThrow();
    if (!isOwnLimited()) {
      return write.to(tasks, next);
    }
    return to(next).isRaise()
        ? write.to(own, ownNext) && write.to(tasks, next)
        : write.to(tasks, next) && write.to(own, ownNext);
  }

  private boolean isOwnLimited() {
    return !isLimitedBelow || !own.quota().isUnlimited();
  }

  private static CpuQuota scaled(CpuQuota quota, long periodMicros, long toPeriodMicros) {
    return quota.isUnlimited() || periodMicros == toPeriodMicros
        ? quota
        : new CpuQuota(Math.ceilDiv(quota.micros() * toPeriodMicros, periodMicros));
  }
}
