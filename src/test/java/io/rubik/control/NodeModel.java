package io.rubik.control;

import io.rubik.cgroup.Attribute;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.testing.CgroupFixture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What a node's controls should be, whatever became of the rubik that sets them. */
final class NodeModel {

  static final List<String> OWNERS = List.of("first", "second");
  private static final List<Attribute<Integer>> ATTRIBUTES =
      List.of(ControlsFixture.SHARES, ControlsFixture.QUOTA);
  private static final int PODS = 3;
  private static final int MAKING_AGAIN = 8;
  private static final int TAMPERING = 9;

  private final CgroupFixture node;
  private final Random random;

  /** What kubelet set, by the control's file, for cgroups that are there. */
  private final Map<ControlId, Integer> base = new LinkedHashMap<>();

  /** What an owner wants, by owner and control. */
  private final Map<String, Map<ControlId, Integer>> wanted = new TreeMap<>();

  private final Map<String, Boolean> runs = new TreeMap<>();
  private final Map<Integer, Boolean> handled = new TreeMap<>();

  NodeModel(CgroupFixture node, Random random) {
    this.node = node;
    this.random = random;
    OWNERS.forEach(owner -> wanted.put(owner, new LinkedHashMap<>()));
    OWNERS.forEach(owner -> runs.put(owner, true));
    for (int i = 0; i < PODS; i++) {
      make(i);
      handled.put(i, true);
    }
  }

  private static Pod pod(int number) {
    return PodFixture.pod("p" + number).container("c1").container("c2").pod();
  }

  private static List<String> paths(int number) {
    Pod pod = pod(number);
    return List.of(pod.cgroupPath() + "/c1", pod.cgroupPath() + "/c2");
  }

  private void make(int number) {
    node.pod("burstable", "uid-p" + number, "c1", "c2");
    for (String path : paths(number)) {
      for (Attribute<Integer> attribute : ATTRIBUTES) {
        set(new ControlId(attribute, path), value());
        base.put(new ControlId(attribute, path), read(new ControlId(attribute, path)));
      }
    }
  }

  private void remove(int number) {
    node.remove(pod(number).cgroupPath());
    base.keySet().removeIf(id -> id.path().startsWith(pod(number).cgroupPath() + "/"));
  }

  private int value() {
    return 1000 + random.nextInt(9000);
  }

  private void set(ControlId id, int value) {
    node.set("cpu", id.path(), id.attribute().toString(), String.valueOf(value));
  }

  private int read(ControlId id) {
    return Integer.parseInt(node.read("cpu", id.path(), id.attribute().toString()));
  }

  /** Lets something happen: what pods want, which features run, what kubelet does. */
  void change() {
    change(random.nextInt(TAMPERING));
  }

  /** What has happened. */
  enum Event {
    /** Pods want something else, or other features or pods count. */
    TOLD,
    /** A cgroup has gone, or was made again. */
    MADE_AGAIN,
    /** Somebody has changed what rubik had set. */
    TAMPERED
  }

  /** Lets something happen, or somebody change what rubik has set; returns what it was. */
  Event changeOrTamper() {
    int kind = random.nextInt(TAMPERING + 1);
    change(kind);
    return switch (kind) {
      case TAMPERING -> Event.TAMPERED;
      case MAKING_AGAIN -> Event.MADE_AGAIN;
      default -> Event.TOLD;
    };
  }

  private void change(int kind) {
    int number = random.nextInt(PODS);
    String owner = OWNERS.get(random.nextInt(OWNERS.size()));
    switch (kind) {
      case 0, 1, 2, 3 -> want(owner, number);
      case 4, 5 -> wants(owner).keySet().removeIf(id -> isOf(id, number));
      case 6 -> runs.merge(owner, true, (before, any) -> !before);
      case 7 -> handled.merge(number, true, (before, any) -> !before);
      case MAKING_AGAIN -> makeAgain(number);
      default -> tamper(number);
    }
  }

  private void want(String owner, int number) {
    for (String path : paths(number)) {
      Attribute<Integer> attribute = ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size()));
      wants(owner).put(new ControlId(attribute, path), value());
    }
  }

  private void makeAgain(int number) {
    remove(number);
    if (random.nextBoolean()) {
      make(number);
    }
  }

  /** Somebody changes what rubik has set, and will have to put up with it. */
  private void tamper(int number) {
    base.keySet().stream()
        .filter(id -> isOf(id, number) && expected(id).isPresent())
        .forEach(id -> set(id, value()));
  }

  private static boolean isOf(ControlId id, int number) {
    return id.path().startsWith(pod(number).cgroupPath() + "/");
  }

  /** Returns every pod there may be. */
  static List<Pod> everyPod() {
    return IntStream.range(0, PODS).mapToObj(NodeModel::pod).toList();
  }

  /** Returns the controls of a pod, whether or not its cgroups are there. */
  static List<ControlId> controls(Pod pod) {
    return pod.containers().stream()
        .flatMap(container ->
            ATTRIBUTES.stream().map(attribute -> new ControlId(attribute, container.cgroupPath())))
        .toList();
  }

  /** Returns the pods rubik handles. */
  List<Pod> pods() {
    return handled.keySet().stream()
        .filter(number -> Boolean.TRUE.equals(handled.get(number)))
        .map(NodeModel::pod)
        .toList();
  }

  /** Returns whether a feature runs. */
  boolean runs(String owner) {
    return Boolean.TRUE.equals(runs.get(owner));
  }

  private Map<ControlId, Integer> wants(String owner) {
    return Objects.requireNonNull(wanted.get(owner));
  }

  /** Returns what a feature wants of a pod. */
  Map<ControlId, Integer> wanted(String owner, Pod pod) {
    Map<ControlId, Integer> of = new LinkedHashMap<>(wants(owner));
    of.keySet().removeIf(id -> !id.path().startsWith(pod.cgroupPath() + "/"));
    return of;
  }

  /** Returns what rubik should make of a control, empty when it is none of its business. */
  private Optional<Integer> expected(ControlId id) {
    boolean isHandled =
        pods().stream().anyMatch(pod -> id.path().startsWith(pod.cgroupPath() + "/"));
    return OWNERS.stream()
        .filter(owner -> isHandled && runs(owner) && wants(owner).containsKey(id))
        .map(owner -> wants(owner).get(id))
        .findFirst();
  }

  /** Returns what each control should be while rubik runs. */
  Map<String, Integer> whileRunning() {
    Map<String, Integer> values = new TreeMap<>();
    base.forEach((id, original) -> values.put(id.toString(), expected(id).orElse(original)));
    return values;
  }

  /** Returns what each control should be when rubik has stopped. */
  Map<String, Integer> whenStopped() {
    Map<String, Integer> values = new TreeMap<>();
    base.forEach((id, original) -> values.put(id.toString(), original));
    return values;
  }

  /** Returns what each control is. */
  Map<String, Integer> found() {
    Map<String, Integer> values = new TreeMap<>();
    base.keySet().forEach(id -> values.put(id.toString(), read(id)));
    return values;
  }
}
