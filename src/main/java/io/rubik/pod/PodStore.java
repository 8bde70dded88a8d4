package io.rubik.pod;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.cgroup.kubepods.PodId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * The pods bound to this node that have not ended, and who is told when they change. One thread
 * alone uses it: the one that watches the API server.
 */
public final class PodStore {

  private static final Set<String> ENDED_PHASES = Set.of("Succeeded", "Failed");

  private final KubepodsLayout layout;
  private final PodListener listener;
  private final Map<String, Pod> pods = new LinkedHashMap<>();
  private final Map<PodId, Pod> owners = new HashMap<>();
  private final Map<String, String> refusals = new HashMap<>();

  /** Creates an empty store for pods whose cgroups are named by the layout. */
  public PodStore(KubepodsLayout layout, PodListener listener) {
    this.layout = layout;
    this.listener = listener;
  }

  /** Makes the pods of the manifests all there are; the one created first has first claim. */
  public void replace(Collection<PodManifest> manifests) {
    Set<String> uids = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (PodManifest manifest : manifests) {
      uids.add(manifest.uid());
      keys.add(manifest.key());
    }
    for (Pod pod : List.copyOf(pods.values())) {
      if (!uids.contains(pod.uid())) {
        drop(pod);
      }
    }
    refusals.keySet().retainAll(keys);
    manifests.stream()
        .sorted(Comparator.comparing(PodManifest::creationTimestamp))
        .forEach(this::put);
  }

  /** Adds or updates the pod of a manifest, or removes it when it has ended. */
  public void put(PodManifest manifest) {
    if (ENDED_PHASES.contains(manifest.phase())) {
      remove(manifest);
      return;
    }
    try {
      put(Pod.from(manifest, layout));
      refusals.remove(manifest.key());
    } catch (IllegalArgumentException e) {
      refuse(manifest, String.valueOf(e.getMessage()));
    }
  }

  /** Removes the pod of a manifest; one of the same name but another UID stays. */
  public void remove(PodManifest manifest) {
    refusals.remove(manifest.key());
    Pod pod = pods.get(manifest.key());
    if (pod != null && pod.uid().equals(manifest.uid())) {
      drop(pod);
    }
  }

  /** Returns the pods as they are now. */
  public List<Pod> pods() {
    return List.copyOf(pods.values());
  }

  private void put(Pod pod) {
    Pod old = pods.get(pod.key());
    if (old != null && !old.uid().equals(pod.uid())) {
      drop(old);
      old = null;
    }
    if (pod.equals(old)) {
      return;
    }
    Pod owner = owners.get(pod.id());
    if (owner != null && !owner.uid().equals(pod.uid())) {
      throw new IllegalArgumentException("its cgroup " + pod.cgroupPath() + " is that of " + owner);
    }
    if (old != null) {
      owners.remove(old.id());
    }
    owners.put(pod.id(), pod);
    pods.put(pod.key(), pod);
    tell(old, pod);
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
    pods.remove(pod.key());
    owners.remove(pod.id());
    listener.removed(pod);
  }

  /** A pod already known keeps what was known of it: a broken manifest is no reason to let go. */
  private void refuse(PodManifest manifest, String reason) {
    if (!reason.equals(refusals.put(manifest.key(), reason))) {
      Logger.warn("pod {} ({}) is not handled: {}", manifest.key(), manifest.uid(), reason);
    }
  }
}
