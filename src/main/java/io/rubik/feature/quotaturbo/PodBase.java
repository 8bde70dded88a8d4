package io.rubik.feature.quotaturbo;

import io.rubik.cgroup.CpuQuota;
import io.rubik.pod.Pod;
import java.io.IOException;
import java.util.Collection;

/**
 * The quota a pod has without what is raised in it, which is restored in the end: what kubelet has
 * written, or what follows from it.
 */
final class PodBase {

  private final TurboCgroup cgroup;
  private CpuQuota quota = CpuQuota.UNLIMITED;
  private PodLimits limits = PodLimits.NONE;
  private boolean known;

  /** Whether another process has written the pod's quota since it became known. */
  private boolean isOverwritten;

  /** Whether kubelet has written it in the resize that is not over yet. */
  private boolean isResized;

  PodBase(TurboCgroup cgroup) {
    this.cgroup = cgroup;
  }

  /** Reads the pod's cgroup; returns false when it is not there. */
  boolean refresh() throws IOException {
    boolean there = cgroup.refresh();
    isOverwritten |= there && cgroup.isChanged();
    return there;
  }

  /** Computes it for the pod as it is now; a failure changes nothing. */
  void follow(Pod pod, Collection<TurboContainer> containers) throws IOException {
    CpuQuota original = cgroup.original().orElse(cgroup.quota());
    PodLimits next = limits.next(pod);
    boolean isPending = pod.resize().isPending();
    boolean isKubelets = isOverwritten && (isPending || next.haveChangedSince(limits));
    CpuQuota found =
        !known
            ? first(original, pod, containers)
            : isKubelets ? cgroup.quota() : followed(original, next, pod);
    cgroup.replaceOriginal(found);
    quota = found;
    limits = next;
    isResized = isPending && known && (isKubelets || isResized);
    isOverwritten = false;
    known = true;
  }

  /**
   * A journalled original is what the pod had before any raise. Where a container had another quota
   * than its limit's, the pod was raised with it by a program without a journal, or the container
   * was resized while rubik was down.
   */
  private CpuQuota first(CpuQuota original, Pod pod, Collection<TurboContainer> containers) {
    long period = cgroup.periodMicros();
    boolean asItWas = containers.stream().allMatch(each -> each.foundBeyondMicros(period) == 0);
    if (asItWas || original.isUnlimited()) {
      return original;
    }
    CpuQuota least = PodLimits.least(pod, period);
    if (pod.limits().cpuMillicores().amount().isPresent()) {
      return least;
    }
    long beyond = containers.stream().mapToLong(each -> each.foundBeyondMicros(period)).sum();
    return new CpuQuota(Math.max(least.micros(), original.micros() - beyond));
  }

  /** It is computed where kubelet's own value has been overwritten before it was read. */
  private CpuQuota followed(CpuQuota original, PodLimits next, Pod pod) {
    if (original.isUnlimited()) {
      return cgroup.quota();
    }
    if (isResized || !next.haveChangedSince(limits)) {
      return original;
    }
    CpuQuota grown = next.grown(original, limits, cgroup.periodMicros());
    CpuQuota least = PodLimits.least(pod, cgroup.periodMicros());
    return grown.isUnlimited() || grown.micros() >= least.micros() ? grown : least;
  }

  /** Returns whether it has been computed once. */
  boolean isKnown() {
    return known;
  }

  /** Returns the quota. */
  CpuQuota quota() {
    return quota;
  }
}
