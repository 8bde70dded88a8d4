package io.rubik.feature.quotaturbo;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.Cgroup;
import io.rubik.cgroup.CpuQuota;
import io.rubik.control.Made;
import io.rubik.control.Owner;
import io.rubik.feature.FeatureContext;
import io.rubik.pod.Pod;
import java.io.IOException;
import java.util.Optional;

/** A container's cgroup or one above it, and the quota it has as far as rubik knows. */
final class TurboCgroup {

  private final Owner controls;
  private final Cgroup cgroup;
  private final String path;

  /** Empty when pods share the cgroup. */
  private final Optional<Pod> pod;

  private CpuQuota quota = CpuQuota.UNLIMITED;
  private long periodMicros;
  private boolean changed;

  private TurboCgroup(FeatureContext context, Optional<Pod> pod, String path) {
    this.controls = context.controls();
    this.cgroup = context.cgroups().cgroup(path);
    this.pod = pod;
    this.path = path;
  }

  /** Returns that of a pod or of a container of it. */
  static TurboCgroup of(FeatureContext context, Pod pod, String path) {
    return new TurboCgroup(context, Optional.of(pod), path);
  }

  /** Returns one that pods share. */
  static TurboCgroup shared(FeatureContext context, String path) {
    return new TurboCgroup(context, Optional.empty(), path);
  }

  /** Reads quota and period; returns false when the cgroup is not there. */
  boolean meet() throws IOException {
    Optional<CpuQuota> found = cgroup.read(Attributes.CPU_QUOTA);
    Optional<Long> period = cgroup.read(Attributes.CPU_PERIOD_MICROS);
    if (found.isEmpty() || period.isEmpty()) {
      return false;
    }
    changed = !found.get().equals(quota);
    quota = found.get();
    periodMicros = period.get();
    return true;
  }

  /** Returns whether the quota was another than expected when it was last read. */
  boolean isChanged() {
    return changed;
  }

  String path() {
    return path;
  }

  CpuQuota quota() {
    return quota;
  }

  long periodMicros() {
    return periodMicros;
  }

  /** Returns path, quota and period. */
  QuotaLevel level() {
    return new QuotaLevel(path, quota, periodMicros);
  }

  /** Returns the change to a quota. */
  QuotaWrite to(CpuQuota next) {
    return new QuotaWrite(path, quota, next);
  }

  /** Returns the quota to be given back in the end, empty when the cgroup is not there. */
  Optional<CpuQuota> original() throws IOException {
    return pod.isPresent()
        ? controls.original(pod.get(), path, Attributes.CPU_QUOTA)
        : controls.originalShared(path, Attributes.CPU_QUOTA);
  }

  /** Makes another quota the one to be given back. */
  void rebase(CpuQuota original) throws IOException {
    if (pod.isPresent()) {
      controls.rebase(pod.get(), path, Attributes.CPU_QUOTA, original);
    } else {
      controls.rebaseShared(path, Attributes.CPU_QUOTA, original);
    }
  }

  /** Reads and, if need be, writes the quota; returns whether it is in force. */
  boolean make(CpuQuota next) throws IOException {
    return took(
        next,
        pod.isPresent()
            ? controls.make(pod.get(), path, Attributes.CPU_QUOTA, next)
            : controls.makeShared(path, Attributes.CPU_QUOTA, next));
  }

  /** Writes the quota; returns whether it is in force. */
  boolean move(CpuQuota next) throws IOException {
    return took(
        next,
        pod.isPresent()
            ? controls.move(pod.get(), path, Attributes.CPU_QUOTA, next)
            : controls.moveShared(path, Attributes.CPU_QUOTA, next));
  }

  private boolean took(CpuQuota next, Made made) {
    if (made.inForce()) {
      quota = next;
    }
    return made.inForce();
  }
}
