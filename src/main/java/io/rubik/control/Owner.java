package io.rubik.control;

import io.rubik.cgroup.Attribute;
import io.rubik.pod.Container;
import io.rubik.pod.Pod;
import io.rubik.problem.Failures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The controls of pods that one feature holds. Used by one thread at a time, the feature's.
 *
 * <p>A feature only says what a control is to be. What rubik has to give back is given back when
 * the feature lets go, when the pod or the container is no longer handled, and when the feature
 * stops.
 */
public final class Owner {

  /** Stands for the pods that share a cgroup. */
  private static final String SHARED = "";

  private final Controls controls;
  private final String name;
  private final int rank;
  private final SlowWrites writes;
  private final Map<String, Map<ControlId, Hold<?>>> holdsByUid = new HashMap<>();

  Owner(Controls controls, String name, int rank, SlowWrites writes) {
    this.controls = controls;
    this.name = name;
    this.rank = rank;
    this.writes = writes;
  }

  /**
   * Makes a control of a cgroup of the pod have a value: reads it, writes it if need be, after its
   * original has been written down, and reads it back. Fails when the kernel refuses the value or
   * keeps another.
   */
  public <T> Made make(Pod pod, String path, Attribute<T> attribute, T value) throws IOException {
    return make(hold(pod, path, attribute), value);
  }

  private <T> Made make(Hold<T> hold, T value) throws IOException {
    try (SlowWrites.Write _ = writes.begin(hold.whose(), hold.control().id())) {
      return hold.control().make(hold, value);
    }
  }

  /**
   * As {@link #make}, but trusts that a control it has made before still is as it was, and does not
   * read it back: for loops. What others change meanwhile is found by the next {@code make}.
   */
  public <T> Made move(Pod pod, String path, Attribute<T> attribute, T value) throws IOException {
    Hold<T> hold = hold(pod, path, attribute);
    return hold.control().move(hold, value);
  }

  /**
   * Returns what is given back in the end: what an earlier process wrote down, or else what was
   * found first; empty when the cgroup is not there. The control counts as the feature's from now
   * on.
   */
  public <T> Optional<T> original(Pod pod, String path, Attribute<T> attribute) throws IOException {
    return hold(pod, path, attribute).control().original();
  }

  /** As {@link #make}, for a cgroup that pods share; it is held until the feature stops. */
  public <T> Made makeShared(String path, Attribute<T> attribute, T value) throws IOException {
    return make(sharedHold(path, attribute), value);
  }

  /** As {@link #move}, for a cgroup that pods share. */
  public <T> Made moveShared(String path, Attribute<T> attribute, T value) throws IOException {
    Hold<T> hold = sharedHold(path, attribute);
    return hold.control().move(hold, value);
  }

  /** As {@link #original}, for a cgroup that pods share. */
  public <T> Optional<T> originalShared(String path, Attribute<T> attribute) throws IOException {
    return sharedHold(path, attribute).control().original();
  }

  /**
   * Does something to a cgroup of the pod that leaves nothing to give back: writes a file that
   * holds no value, such as {@code memory.force_empty}.
   */
  public <T> void act(Pod pod, String path, Attribute<T> attribute, T value) throws IOException {
    try (SlowWrites.Write _ = writes.begin("pod " + pod, new ControlId(attribute, path))) {
      controls.act(path, attribute, value);
    }
  }

  /** As {@link #act}, for a file of the node, which the feature writes by itself. */
  public void actOnNode(Path file, Failures.Attempt write) throws IOException {
    try (SlowWrites.Write _ = writes.begin("the node", file)) {
      write.run();
    }
  }

  /**
   * Returns whether a write that takes its time is why the feature's thread does not answer; any
   * thread may ask.
   */
  public boolean isWriting() {
    return writes.explainSilence();
  }

  /**
   * Makes another value the one that is given back in the end, because what the pod is to have has
   * changed, as by a resize; does nothing while the control is not held.
   */
  public <T> void rebase(Pod pod, String path, Attribute<T> attribute, T original)
      throws IOException {
    if (holds(pod.uid(), path, attribute)) {
      Hold<T> hold = hold(pod, path, attribute);
      hold.control().rebase(hold, original);
    }
  }

  /** As {@link #rebase}, for a cgroup that pods share. */
  public <T> void rebaseShared(String path, Attribute<T> attribute, T original) throws IOException {
    if (holds(SHARED, path, attribute)) {
      Hold<T> hold = sharedHold(path, attribute);
      hold.control().rebase(hold, original);
    }
  }

  private boolean holds(String uid, String path, Attribute<?> attribute) {
    return holdsByUid.getOrDefault(uid, Map.of()).containsKey(new ControlId(attribute, path));
  }

  private <T> Hold<T> hold(Pod pod, String path, Attribute<T> attribute) {
    return hold(pod.uid(), "pod " + pod, path, attribute);
  }

  private <T> Hold<T> sharedHold(String path, Attribute<T> attribute) {
    return hold(SHARED, "pods of " + path, path, attribute);
  }

  private <T> Hold<T> hold(String uid, String whose, String path, Attribute<T> attribute) {
    ControlId id = new ControlId(attribute, path);
    @SuppressWarnings("unchecked") // the ID has the attribute, and so the type
    Hold<T> hold =
        (Hold<T>)
            holdsByUid
                .computeIfAbsent(uid, any -> new HashMap<>())
                .computeIfAbsent(
                    id, any -> new Hold<>(controls.enter(id, attribute), name, rank, whose));
    return hold;
  }

  /** Lets go of one control of a pod, if it is held. */
  public void release(Pod pod, String path, Attribute<?> attribute) throws IOException {
    release(pod.uid(), List.of(new ControlId(attribute, path)));
  }

  /** Lets go of every control of a pod. */
  public void release(Pod pod) throws IOException {
    release(pod.uid(), List.copyOf(holdsByUid.getOrDefault(pod.uid(), Map.of()).keySet()));
  }

  /** Lets go of the controls of containers that the pod has no longer. */
  public void releaseEnded(Pod pod) throws IOException {
    Set<String> paths =
        pod.containers().stream().map(Container::cgroupPath).collect(Collectors.toSet());
    List<ControlId> ended =
        holdsByUid.getOrDefault(pod.uid(), Map.of()).keySet().stream()
            .filter(id -> id.path().startsWith(pod.cgroupPath() + "/"))
            .filter(id -> !paths.contains(id.path()))
            .toList();
    release(pod.uid(), ended);
  }

  /** Lets go of everything; fails, at the end, when something could not be given back. */
  public void releaseAll() throws IOException {
    List<Hold<?>> all =
        holdsByUid.values().stream().flatMap(holds -> holds.values().stream()).toList();
    holdsByUid.clear();
    release(all);
  }

  private void release(String uid, Collection<ControlId> ids) throws IOException {
    Map<ControlId, Hold<?>> holds = holdsByUid.get(uid);
    if (holds == null || ids.isEmpty()) {
      return;
    }
    List<Hold<?>> released =
        ids.stream().filter(holds::containsKey).<Hold<?>>map(holds::remove).toList();
    if (holds.isEmpty()) {
      holdsByUid.remove(uid);
    }
    release(released);
  }

  private void release(List<Hold<?>> released) throws IOException {
    try {
      AnyOrder.attempt(released, this::release);
    } finally {
      released.forEach(hold -> controls.leave(hold.control()));
    }
  }

  private <T> void release(Hold<T> hold) throws IOException {
    try (SlowWrites.Write _ = writes.begin(hold.whose(), hold.control().id())) {
      hold.control().release(hold);
    }
  }
}
