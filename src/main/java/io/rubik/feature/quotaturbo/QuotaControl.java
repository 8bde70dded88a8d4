package io.rubik.feature.quotaturbo;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.Cgroup;
import io.rubik.cgroup.CpuQuota;
import io.rubik.control.Claim;
import io.rubik.control.Owner;
import io.rubik.control.Subject;
import io.rubik.control.Target;
import io.rubik.control.WriteResult;
import io.rubik.feature.FeatureContext;
import java.io.IOException;
import java.util.Optional;

/** One cgroup, and the quota it has as far as rubik knows. */
final class QuotaControl {

  private final Owner controls;
  private final Cgroup cgroup;
  private final String path;

  private final Subject subject;
  private final Target<CpuQuota> target;

  private CpuQuota quota = CpuQuota.UNLIMITED;
  private long periodMicros;
  private boolean changed;

  QuotaControl(FeatureContext context, Subject subject, String path) {
    this.controls = context.controls();
    this.cgroup = context.cgroups().cgroup(path);
    this.subject = subject;
    this.target = Target.of(path, Attributes.CPU_QUOTA);
    this.path = path;
  }

  /** Reads quota and period; returns false when the cgroup is not there. */
  boolean refresh() throws IOException {
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

  /** Returns whether another process had changed the quota when it was last read. */
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

  /** Returns the quota that is restored in the end, empty when the cgroup is not there. */
  Optional<CpuQuota> original() throws IOException {
    return controls.claim(subject, target).original();
  }

  /** Makes another quota the one that is restored, if the quota is claimed. */
  void replaceOriginal(CpuQuota original) throws IOException {
    Optional<Claim<CpuQuota>> claim = controls.find(subject, target);
    if (claim.isPresent()) {
      claim.get().replaceOriginal(original);
    }
  }

  /** Restores it. */
  void release() throws IOException {
    controls.release(subject, target);
  }

  /** Reads and, if need be, writes the quota; returns whether it is in force. */
  boolean set(CpuQuota next) throws IOException {
    return applied(next, controls.claim(subject, target).set(next));
  }

  /** Writes the quota; returns whether it is in force. */
  boolean setCached(CpuQuota next) throws IOException {
    return applied(next, controls.claim(subject, target).setCached(next));
  }

  private boolean applied(CpuQuota next, WriteResult result) {
    if (result.inForce()) {
      quota = next;
    }
    return result.inForce();
  }
}
