package io.rubik.pod;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.loop.Ticker;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Judges the manifests of this node's pods, and keeps a registry equal to them. Used by one thread,
 * the informer's.
 */
public final class PodAdmission {

  private static final Set<String> ENDED_PHASES = Set.of("Succeeded", "Failed");
  private static final Comparator<PodManifest> BY_AGE =
      Comparator.comparing(PodManifest::creationTimestamp).thenComparing(PodManifest::uid);

  private final KubepodsLayout layout;
  private final PodRegistry pods;

  /** The last manifest of each pod, by its key: most changes of a pod alter nothing rubik reads. */
  private final Map<String, PodManifest> accepted = new HashMap<>();

  /** The manifest refused last of each pod that is not as its manifest has it, by the pod's key. */
  private final Map<String, Refusal> refused = new HashMap<>();

  /** The same, by the same keys, for the log. */
  private final ProblemLog<String> refusals;

  private record Refusal(PodManifest manifest, String reason) {}

  /** Begins with an empty registry, for pods whose cgroups are named by the layout. */
  public PodAdmission(KubepodsLayout layout, PodRegistry pods, Ticker ticker) {
    this.layout = layout;
    this.pods = pods;
    this.refusals = new ProblemLog<>(ticker);
  }

  /**
   * Makes the pods of the manifests all there are; of those that claim a cgroup no pod has, the one
   * created first gets it.
   */
  public void replace(Collection<PodManifest> manifests) {
    List<PodManifest> live =
        manifests.stream().filter(manifest -> !hasEnded(manifest)).sorted(BY_AGE).toList();
    Set<String> uids = live.stream().map(PodManifest::uid).collect(Collectors.toSet());
    refused.values().removeIf(refusal -> !uids.contains(refusal.manifest().uid()));
    refusals.forgetIf(key -> !refused.containsKey(key));
    for (Pod pod : pods.all()) {
      if (!uids.contains(pod.uid())) {
        drop(pod);
      }
    }
    live.forEach(this::accept);
    acceptRefused();
    pods.announceMissed();
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
    Refusal last = refused.get(manifest.key());
    if (last != null && last.manifest().uid().equals(manifest.uid())) {
      refused.remove(manifest.key());
      refusals.forget(manifest.key());
    }
    Optional<Pod> pod = pods.byKey(manifest.key());
    if (pod.isPresent() && pod.get().uid().equals(manifest.uid())) {
      drop(pod.get());
      acceptRefused();
    }
  }

  /** Returns whether the registry has no pod. */
  public boolean isEmpty() {
    return pods.isEmpty();
  }

  private static boolean hasEnded(PodManifest manifest) {
    return ENDED_PHASES.contains(manifest.phase());
  }

  /** A cgroup that has become free goes to the oldest of those that were refused it. */
  private void acceptRefused() {
    refused.values().stream().map(Refusal::manifest).sorted(BY_AGE).toList().forEach(this::accept);
  }

  private void accept(PodManifest manifest) {
    try (PodLogContext _ = PodLogContext.of(manifest.uid())) {
      judge(manifest);
    }
  }

  private void judge(PodManifest manifest) {
    Pod pod;
    try {
      pod = Pod.from(manifest, layout, known(manifest));
    } catch (IllegalArgumentException e) {
      refuse(manifest, String.valueOf(e.getMessage()));
      return;
    }
    Pod old = pods.byKey(pod.key()).orElse(null);
    if (old != null && !old.uid().equals(pod.uid())) {
      drop(old);
      old = null;
    }
    Optional<Pod> rival = pods.rivalOf(pod);
    if (rival.isPresent()) {
      refuse(manifest, takenBy(rival.get(), pod));
      return;
    }
    refused.remove(manifest.key());
    refusals.resolve(manifest.key());
    if (!pod.equals(old)) {
      logWarnings(old, pod);
      pods.put(pod);
    }
    accepted.put(manifest.key(), manifest);
  }

  private Optional<Pod> known(PodManifest manifest) {
    return pods.byKey(manifest.key()).filter(pod -> pod.uid().equals(manifest.uid()));
  }

  private static String takenBy(Pod rival, Pod pod) {
    return rival.id().equals(pod.id())
        ? "its cgroup " + pod.cgroupPath() + " already belongs to " + rival
        : "its UID already belongs to " + rival;
  }

  private static void logWarnings(@Nullable Pod old, Pod pod) {
    for (String warning : pod.warnings()) {
      if (old == null || !old.warnings().contains(warning)) {
        Logger.warn("pod {}: {}", pod, warning);
      }
    }
  }

  private void drop(Pod pod) {
    accepted.remove(pod.key());
    pods.remove(pod.uid());
  }

  /** A pod already known stays as it was: a broken manifest must not release it. */
  private void refuse(PodManifest manifest, String reason) {
    accepted.remove(manifest.key());
    Refusal refusal = new Refusal(manifest, reason);
    if (refusal.equals(refused.put(manifest.key(), refusal))) {
      return; // judged again because another pod has changed
    }
    refusals.report(
        manifest.key(),
        Problem.warning(
                "pod " + manifest.key() + " (" + manifest.uid() + ")", "not handled: " + reason)
            .identifiedBy(manifest.uid() + " " + reason));
  }
}
