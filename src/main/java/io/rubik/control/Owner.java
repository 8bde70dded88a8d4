package io.rubik.control;

import io.rubik.cgroup.Trigger;
import io.rubik.pod.Container;
import io.rubik.pod.Pod;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The controls that one feature claims. Used by one thread at a time, the feature's.
 *
 * <p>A feature only says what a control is to be. What rubik has to restore is restored when the
 * claim is released, when its subject ends, and when the feature stops.
 */
public final class Owner {

  private final Controls controls;
  private final String name;
  private final int rank;
  private final SlowWrites writes;
  private final Map<Subject, Map<Target<?>, Claim<?>>> claims = new HashMap<>();

  Owner(Controls controls, String name, int rank, SlowWrites writes) {
    this.controls = controls;
    this.name = name;
    this.rank = rank;
    this.writes = writes;
  }

  /**
   * Returns the claim of a subject to a control, which is the feature's from now on; fails with
   * {@code IllegalArgumentException} when this node can have no such control.
   */
  public <T> Claim<T> claim(Subject subject, Target<T> target) {
    Map<Target<?>, Claim<?>> ofSubject = claims.computeIfAbsent(subject, any -> new HashMap<>());
    Claim<?> claim =
        ofSubject.computeIfAbsent(
            target, any -> new Claim<>(this, controls.enter(target), target, subject));
    return cast(claim);
  }

  /** Returns the claim of a subject to a control, empty when it has none. */
  public <T> Optional<Claim<T>> find(Subject subject, Target<T> target) {
    return Optional.ofNullable(claims.getOrDefault(subject, Map.of()).get(target)).map(Owner::cast);
  }

  @SuppressWarnings("unchecked") // the target has the type
  private static <T> Claim<T> cast(Claim<?> claim) {
    return (Claim<T>) claim;
  }

  /** Writes a control of a cgroup that leaves nothing to restore, for a subject. */
  public <T> void trigger(Subject subject, String path, Trigger<T> trigger, T value)
      throws IOException {
    try (SlowWrites.Write _ = writes.begin(subject, controls.name(path, trigger))) {
      controls.trigger(path, trigger, value);
    }
  }

  /** Writes a file of the host that leaves nothing to restore. */
  public <T> void trigger(HostTrigger<T> trigger, T value) throws IOException {
    try (SlowWrites.Write _ = writes.begin(Subject.NODE, trigger)) {
      controls.trigger(trigger, value);
    }
  }

  /**
   * Returns whether a slow write is why the feature's thread does not answer; any thread may ask.
   */
  public boolean isWriting() {
    return writes.explainSilence();
  }

  /** Releases one control of a subject, if it is claimed. */
  public void release(Subject subject, Target<?> target) throws IOException {
    release(subject, List.of(target));
  }

  /** Releases every control of a subject. */
  public void release(Subject subject) throws IOException {
    release(subject, List.copyOf(claims.getOrDefault(subject, Map.of()).keySet()));
  }

  /** Releases the controls of containers that the pod has no longer. */
  public void releaseEnded(Pod pod) throws IOException {
    Subject subject = Subject.of(pod);
    Map<Target<?>, Claim<?>> ofPod = claims.get(subject);
    if (ofPod == null) {
      return;
    }
    Set<String> paths =
        pod.containers().stream().map(Container::cgroupPath).collect(Collectors.toSet());
    List<Target<?>> ended =
        ofPod.keySet().stream()
            .filter(target -> isBelow(pod.cgroupPath(), target) && !isOf(paths, target))
            .toList();
    release(subject, ended);
  }

  private static boolean isBelow(String podPath, Target<?> target) {
    return target instanceof Target.OfCgroup<?> cgroup && cgroup.path().startsWith(podPath + "/");
  }

  /** What is in a container's cgroup is the container's. */
  private static boolean isOf(Set<String> paths, Target<?> target) {
    return target instanceof Target.OfCgroup<?> cgroup
        && paths.stream().anyMatch(path -> (cgroup.path() + "/").startsWith(path + "/"));
  }

  /** Releases everything; fails, at the end, when something could not be restored. */
  public void releaseAll() throws IOException {
    List<Claim<?>> all =
        claims.values().stream().flatMap(ofSubject -> ofSubject.values().stream()).toList();
    claims.clear();
    release(all);
  }

  private void release(Subject subject, Collection<Target<?>> targets) throws IOException {
    Map<Target<?>, Claim<?>> ofSubject = claims.get(subject);
    if (ofSubject == null || targets.isEmpty()) {
      return;
    }
    List<Claim<?>> released =
        targets.stream().filter(ofSubject::containsKey).<Claim<?>>map(ofSubject::remove).toList();
    if (ofSubject.isEmpty()) {
      claims.remove(subject);
    }
    release(released);
  }

  private void release(List<Claim<?>> released) throws IOException {
    try {
      AnyOrder.attempt(released, Claim::releaseControl);
    } finally {
      released.forEach(claim -> controls.leave(claim.target()));
    }
  }

  SlowWrites.Write beginWrite(Subject subject, Control<?> control) {
    return writes.begin(subject, control);
  }

  String name() {
    return name;
  }

  int rank() {
    return rank;
  }
}
