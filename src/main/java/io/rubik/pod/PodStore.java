package io.rubik.pod;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.cgroup.kubepods.PodId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * The pods bound to this node that have not ended, and who is told when they change. One thread
 * alone uses it: the one that watches the API server.
 */
public final class PodStore {

  private static final Set<String> ENDED_PHASES = Set.of("Succeeded", "Failed");
  private static final Comparator<PodManifest> BY_AGE =
      Comparator.comparing(PodManifest::creationTimestamp).thenComparing(PodManifest::uid);

  private final KubepodsLayout layout;
  private final PodListener listener;
  private final Map<String, Pod> pods = new LinkedHashMap<>();
  private final Map<PodId, Pod> owners = new HashMap<>();

  /** What each pod was made of last, by its key: most changes of a pod alter nothing of it. */
  private final Map<String, PodManifest> accepted = new HashMap<>();

  /** What was refused last of each pod that is not as its manifest says, by the pod's key. */
  private final Map<String, Refusal> refusals = new HashMap<>();

  private record Refusal(PodManifest manifest, String reason) {}

  /** Creates an empty store for pods whose cgroups are named by the layout. */
  public PodStore(KubepodsLayout layout, PodListener listener) {
    this.layout = layout;
    this.listener = listener;
  }

  /**
   * Makes the pods of the manifests all there are; of those that claim a cgroup nobody has, the one
   * created first gets it.
   */
  public void replace(Collection<PodManifest> manifests) {
    List<PodManifest> live =
        manifests.stream().filter(manifest -> !hasEnded(manifest)).sorted(BY_AGE).toList();
    Set<String> uids = live.stream().map(PodManifest::uid).collect(Collectors.toSet());
    refusals.values().removeIf(refusal -> !uids.contains(refusal.manifest().uid()));
    for (Pod pod : pods()) {
      if (!uids.contains(pod.uid())) {
        drop(pod);
      }
    }
    live.forEach(this::accept);
    acceptRefused();
  }

  /** Adds or updates the pod of a manifest, or removes it when it has ended. */
  public void put(PodManifest manifest) {
    if (manifest.equals(accepted.get(manifest.key()))) {
      return;
    }
    if (hasEnded(manifest)) {
      remove(manifest);
    } else {
      accept(manifest);
      acceptRefused();
    }
  }

  /** Removes the pod of a manifest; one of the same name but another UID stays. */
  public void remove(PodManifest manifest) {
    Refusal refusal = refusals.get(manifest.key());
    if (refusal != null && refusal.manifest().uid().equals(manifest.uid())) {
      refusals.remove(manifest.key());
    }
    Pod pod = pods.get(manifest.key());
    if (pod != null && pod.uid().equals(manifest.uid())) {
      drop(pod);
      acceptRefused();
    }
  }

  /** Returns the pods as they are now. */
  public List<Pod> pods() {
    return List.copyOf(pods.values());
  }

  private static boolean hasEnded(PodManifest manifest) {
    return ENDED_PHASES.contains(manifest.phase());
  }

  /** A cgroup that has become free goes to the oldest of those that were refused it. */
  private void acceptRefused() {
    refusals.values().stream().map(Refusal::manifest).sorted(BY_AGE).toList().forEach(this::accept);
  }

  private void accept(PodManifest manifest) {
    try (AboutPod _ = AboutPod.of(manifest.uid())) {
      judge(manifest);
    }
  }

  private void judge(PodManifest manifest) {
    Pod pod;
    try {
      pod = Pod.from(manifest, layout);
    } catch (IllegalArgumentException e) {
      refuse(manifest, String.valueOf(e.getMessage()));
      return;
    }
    Pod old = pods.get(pod.key());
    if (old != null && !old.uid().equals(pod.uid())) {
      drop(old);
      old = null;
    }
    Pod owner = owners.get(pod.id());
    if (owner != null && !owner.key().equals(pod.key())) { // its UID may be the same
      refuse(manifest, "its cgroup " + pod.cgroupPath() + " is that of " + owner);
      return;
    }
    refusals.remove(manifest.key());
    if (!pod.equals(old)) {
      keep(old, pod);
    }
    accepted.put(manifest.key(), manifest);
  }

  /** Told first: what a listener failed on is told again by the next list. */
  private void keep(@Nullable Pod old, Pod pod) {
    tell(old, pod);
    if (old != null) {
      owners.remove(old.id());
    }
    owners.put(pod.id(), pod);
    pods.put(pod.key(), pod);
  }

  private void tell(@Nullable Pod old, Pod pod) {
    for (String warning : pod.warnings()) {
      if (old == null || !old.warnings().contains(warning)) {
        Logger.warn("pod {}: {}", pod, warning);
      }
    }
    if (old == null) {
      listener.added(pod);
    } else {
      listener.updated(old, pod);
    }
  }

  private void drop(Pod pod) {
    listener.removed(pod);
    pods.remove(pod.key());
    accepted.remove(pod.key());
    owners.remove(pod.id());
  }

  /** A pod already known keeps what was known of it: a broken manifest is no reason to let go. */
  private void refuse(PodManifest manifest, String reason) {
    accepted.remove(manifest.key());
    Refusal last = refusals.put(manifest.key(), new Refusal(manifest, reason));
    if (last == null || !last.reason().equals(reason)) {
      Logger.warn("pod {} ({}) is not handled: {}", manifest.key(), manifest.uid(), reason);
    }
  }
}
