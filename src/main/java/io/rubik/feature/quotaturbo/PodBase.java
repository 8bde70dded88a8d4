package io.rubik.feature.quotaturbo;

import io.rubik.cgroup.CpuQuota;
import io.rubik.pod.Pod;
import java.io.IOException;
import java.util.Collection;

/**
 * The quota a pod has without what is raised in it, which is given back in the end: what kubelet
 * has written, or what follows from it.
 */
final class PodBase {

  private final TurboCgroup cgroup;
  private CpuQuota quota = CpuQuota.UNLIMITED;
  private PodLimits limits = PodLimits.NONE;
  private boolean known;

  /** Whether somebody else has written the pod's quota since it became known. */
  private boolean written;

  PodBase(TurboCgroup cgroup) {
    this.cgroup = cgroup;
  }

  /** Reads the pod's cgroup; returns false when it is not there. */
  boolean meet() throws IOException {
    boolean there = cgroup.meet();
    written |= there && cgroup.isChanged();
    return there;
  }

  /** Finds it out for the pod as it is now; when that fails, the next time finds the same. */
  void follow(Pod pod, Collection<Member> members) throws IOException {
    CpuQuota original = cgroup.original().orElse(cgroup.quota());
    PodLimits next = limits.next(pod);
    CpuQuota found = known ? followed(original, next, pod) : first(original, pod, members);
    cgroup.replaceOriginal(found);
    quota = found;
    limits = next;
    written = false;
    known = true;
  }

  /**
   * What is written down is what the pod had before any raise. Where a container had another quota
   * than its limit's, the pod was raised with it by somebody who wrote nothing down, or the
   * container was resized while nobody looked.
   */
  private CpuQuota first(CpuQuota original, Pod pod, Collection<Member> members) {
    long period = cgroup.periodMicros();
    boolean asItWas = members.stream().allMatch(member -> member.foundBeyondMicros(period) == 0);
    if (asItWas || original.isUnlimited()) {
      return original;
    }
    CpuQuota least = PodLimits.least(pod, period);
    if (pod.limits().cpuMillicores().isPresent()) {
      return least;
    }
    long beyond = members.stream().mapToLong(each -> each.foundBeyondMicros(period)).sum();
    return new CpuQuota(Math.max(least.micros(), original.micros() - beyond));
  }

  /** Kubelet's own value goes before one that is worked out, unless it was written over. */
  private CpuQuota followed(CpuQuota original, PodLimits next, Pod pod) {
    boolean resized = next.haveChangedSince(limits);
    if (original.isUnlimited() || (resized && written)) {
      return cgroup.quota();
    }
    if (!resized) {
      return original;
    }
    CpuQuota grown = next.grown(original, limits, cgroup.periodMicros());
    CpuQuota least = PodLimits.least(pod, cgroup.periodMicros());
    return grown.isUnlimited() || grown.micros() >= least.micros() ? grown : least;
  }

  /** Returns whether it has been found out once. */
  boolean isKnown() {
    return known;
  }

  /** Returns the quota. */
  CpuQuota quota() {
    return quota;
  }
}
