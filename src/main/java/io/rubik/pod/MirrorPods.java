package io.rubik.pod;

import io.rubik.cgroup.kubepods.PodId;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which mirror pods may have the cgroup that their hash names.
 *
 * <p>Whoever may create a pod can give it the annotations of a mirror pod with the hash of any
 * static pod, and owner references as well. Users cannot write a pod's status; kubelet does, and
 * names containers there only for a pod that it runs. It runs no pod that was created with the
 * mirror annotation, which can be added to none later, and writes the status of one only where name
 * and namespace are those of its static pod. So a mirror is believed once a container of its status
 * has a cgroup below the one it claims.
 */
final class MirrorPods {

  private final CgroupIdentities cgroups;
  private final Map<PodId, Holder> holders = new HashMap<>();

  /** The name of the pod that was believed last, and the cgroup it had. */
  private record Holder(String key, String path, Set<String> identities) {}

  MirrorPods(CgroupIdentities cgroups) {
    this.cgroups = cgroups;
  }

  /** Returns whether a container of the pod's status has a cgroup below the one it claims. */
  boolean isVouchedFor(Pod mirror) {
    return mirror.containers().stream()
        .anyMatch(container -> !cgroups.of(container.cgroupPath()).isEmpty());
  }

  /**
   * Returns the {@link Pod#key} of another pod that has had the cgroup, present or gone, while that
   * very cgroup lives; empty when there is none. Kubelet creates a mirror anew under its old name.
   */
  Optional<String> otherHolder(Pod mirror) {
    return Optional.ofNullable(holders.get(mirror.id()))
        .filter(holder -> !holder.key().equals(mirror.key()) && isAlive(holder))
        .map(Holder::key);
  }

  /** Notes that the pod has the cgroup which is at its path now, if there is one. */
  void hold(Pod mirror) {
    Set<String> identities = cgroups.of(mirror.cgroupPath());
    if (!identities.isEmpty()) {
      holders.put(mirror.id(), new Holder(mirror.key(), mirror.cgroupPath(), identities));
    }
  }

  /** Forgets those whose cgroups are gone. */
  void forgetEnded() {
    holders.values().removeIf(holder -> !isAlive(holder));
  }

  private boolean isAlive(Holder holder) {
    return !Collections.disjoint(holder.identities(), cgroups.of(holder.path()));
  }
}
