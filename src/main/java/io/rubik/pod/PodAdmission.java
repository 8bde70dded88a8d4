package io.rubik.pod;

import io.rubik.cgroup.kubepods.PodId;
import io.rubik.cgroup.kubepods.PodPlaces;
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
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Judges the manifests of this node's pods, and keeps a registry equal to them: for the informer's
 * thread, and for those that find cgroups.
 */
public final class PodAdmission {

  private static final Comparator<PodManifest> BY_AGE =
      Comparator.comparing(PodManifest::creationTimestamp).thenComparing(PodManifest::uid);

  private final PodPlaces places;
  private final PodRegistry pods;
  private final MirrorPods mirrors;

  /** The last manifest of each pod, by its key: most changes of a pod alter nothing rubik reads. */
  private final Map<String, PodManifest> accepted = new HashMap<>();

  /**
   * The manifest refused last of each pod that is not as its manifest has it, by the pod's key; and
   * that of each mirror pod which is not believed yet.
   */
  private final Map<String, Refusal> refused = new HashMap<>();

  /** The same, by the same keys, for the log. */
  private final ProblemLog<String> refusals;

  /** Whether a cgroup has become free since the refused were judged. */
  private boolean hasFreed;

  /**
   * A refused manifest.
   *
   * @param reason for the log, empty for a mirror pod that is not believed yet
   * @param id of the cgroup it is waiting for, empty when it would be refused anyway
   */
  private record Refusal(PodManifest manifest, String reason, Optional<PodId> id) {

    boolean isWaiting() {
      return reason.isEmpty();
    }
  }

  /**
   * Begins with an empty registry, for pods whose cgroups are at those places.
   *
   * @param cgroups by which mirror pods are believed
   */
  public PodAdmission(PodPlaces places, CgroupIdentities cgroups, PodRegistry pods, Ticker ticker) {
    this.places = places;
    this.pods = pods;
    this.mirrors = new MirrorPods(cgroups);
    this.refusals = new ProblemLog<>(ticker);
  }

  /**
   * Makes the pods of the manifests all there are; of those that claim a cgroup no pod has, the one
   * created first gets it.
   */
  public synchronized void replace(Collection<PodManifest> manifests) {
    List<PodManifest> live =
        manifests.stream().filter(manifest -> !manifest.hasEnded()).sorted(BY_AGE).toList();
    Set<String> uids = live.stream().map(PodManifest::uid).collect(Collectors.toSet());
    refused.values().removeIf(refusal -> !uids.contains(refusal.manifest().uid()));
    refusals.forgetIf(key -> !refused.containsKey(key));
    for (Pod pod : pods.all()) {
      if (!uids.contains(pod.uid())) {
        drop(pod);
      }
    }
    mirrors.forgetEnded();
    live.forEach(this::accept);
    acceptRefused(_ -> true);
    pods.announceMissed();
  }

  /**
   * Adds or updates the pod of a manifest, or removes it when it has ended; returns whether there
   * may be more pods or containers than before.
   */
  public synchronized boolean put(PodManifest manifest) {
    PodManifest last = lastOf(manifest.key());
    if (manifest.equals(accepted.get(manifest.key()))) {
      return false;
    }
    if (manifest.hasEnded()) {
      remove(manifest);
    } else {
      accept(manifest);
      acceptRefused(_ -> hasFreed);
    }
    return last == null || manifest.containerStatuses().size() > last.containerStatuses().size();
  }

  /** Returns the manifest of a pod known by that key, or refused. */
  private @Nullable PodManifest lastOf(String key) {
    Refusal refusal = refused.get(key);
    return refusal == null ? accepted.get(key) : refusal.manifest();
  }

  /** Removes the pod of a manifest; one of the same name but another UID stays. */
  public synchronized void remove(PodManifest manifest) {
    Refusal last = refused.get(manifest.key());
    if (last != null && last.manifest().uid().equals(manifest.uid())) {
      refused.remove(manifest.key());
      refusals.forget(manifest.key());
    }
    Optional<Pod> pod = pods.byKey(manifest.key());
    if (pod.isPresent() && pod.get().uid().equals(manifest.uid())) {
      drop(pod.get());
      acceptRefused(_ -> true);
    }
  }

  /** Returns how many pods are known, refused ones included. */
  public synchronized int size() {
    return accepted.size() + refused.size();
  }

  /** Returns how many containers have a status in the manifests of these pods. */
  public synchronized int containers() {
    return Stream.concat(
            accepted.values().stream(), refused.values().stream().map(Refusal::manifest))
        .mapToInt(manifest -> manifest.containerStatuses().size())
        .sum();
  }

  /** Judges all pods again, for their cgroups are at other places than before. */
  public synchronized void relocate() {
    List.copyOf(accepted.values()).forEach(this::accept);
    acceptRefused(_ -> true);
  }

  /**
   * Judges the pods that claim the cgroup of an ID again, for it has appeared or is at another
   * place.
   */
  public synchronized void relocate(PodId id) {
    pods.byId(id).map(pod -> accepted.get(pod.key())).ifPresent(this::accept);
    acceptRefused(refusal -> refusal.id().filter(id::equals).isPresent());
  }

  /** Returns the IDs of mirror pods that are not believed yet. */
  public synchronized List<PodId> waiting() {
    return refused.values().stream()
        .filter(Refusal::isWaiting)
        .flatMap(refusal -> refusal.id().stream())
        .toList();
  }

  /** Returns whether no pod is known, not even one that is refused. */
  public boolean isEmpty() {
    return size() == 0;
  }

  /** A cgroup that has become free goes to the oldest of those that were refused it. */
  private void acceptRefused(Predicate<Refusal> isJudgedAgain) {
    List<PodManifest> again =
        refused.values().stream()
            .filter(isJudgedAgain)
            .map(Refusal::manifest)
            .sorted(BY_AGE)
            .toList();
    hasFreed = false;
    again.forEach(this::accept);
  }

  private void accept(PodManifest manifest) {
    try (PodLogContext _ = PodLogContext.of(manifest.uid())) {
      judge(manifest);
    }
  }

  private void judge(PodManifest manifest) {
    Pod pod;
    try {
      pod = Pod.from(manifest, places, known(manifest));
    } catch (IllegalArgumentException e) {
      refuse(manifest, String.valueOf(e.getMessage()), Optional.empty());
      return;
    }
    Pod old = pods.byKey(pod.key()).orElse(null);
    if (old != null && !old.uid().equals(pod.uid())) {
      drop(old);
      old = null;
    }
    Optional<Pod> rival = pods.rivalOf(pod);
    if (rival.isPresent()) {
      refuse(manifest, takenBy(rival.get(), pod), Optional.of(pod.id()));
      return;
    }
    boolean isBelieved = old != null && old.id().equals(pod.id());
    if (pod.isMirror() && !isBelieved && !believes(manifest, pod)) {
      return;
    }
    hasFreed |= old != null && !old.id().equals(pod.id());
    refused.remove(manifest.key());
    refusals.resolve(manifest.key());
    if (!pod.equals(old)) {
      logWarnings(old, pod);
      pods.put(pod);
    }
    accepted.put(manifest.key(), manifest);
    if (pod.isMirror()) {
      mirrors.hold(pod);
    }
  }

  private Optional<Pod> known(PodManifest manifest) {
    return pods.byKey(manifest.key()).filter(pod -> pod.uid().equals(manifest.uid()));
  }

  private boolean believes(PodManifest manifest, Pod mirror) {
    Optional<String> other = mirrors.otherHolder(mirror);
    if (other.isPresent()) {
      String reason =
          "its cgroup " + mirror.cgroupPath() + " belonged to " + other.get() + " and still exists";
      refuse(manifest, reason, Optional.of(mirror.id()));
      return false;
    }
    if (!mirrors.isVouchedFor(mirror)) {
      await(manifest, mirror);
      return false;
    }
    return true;
  }

  /** No failure: kubelet writes the status, and creates containers, after the mirror pod. */
  private void await(PodManifest manifest, Pod mirror) {
    accepted.remove(manifest.key());
    Refusal waiting = new Refusal(manifest, "", Optional.of(mirror.id()));
    if (!waiting.equals(refused.put(manifest.key(), waiting))) {
      Logger.debug(
          "pod {}: no container of its status has a cgroup below {}", mirror, mirror.cgroupPath());
    }
    refusals.resolve(manifest.key());
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
    hasFreed = true;
    accepted.remove(pod.key());
    pods.remove(pod.uid());
  }

  /** A pod already known stays as it was: a broken manifest must not release it. */
  private void refuse(PodManifest manifest, String reason, Optional<PodId> id) {
    accepted.remove(manifest.key());
    Refusal refusal = new Refusal(manifest, reason, id);
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
