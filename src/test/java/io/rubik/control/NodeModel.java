package io.rubik.control;

import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.testing.CgroupFixture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a node's controls should be, whatever became of the rubik that sets them. */
final class NodeModel {

  static final List<String> OWNERS = List.of("first", "second");
  private static final int PODS = 3;
  private static final int WANT_OF_THE_NODE = 8;
  private static final int MAKE_AGAIN = 9;
  private static final int TAMPER = 10;

  private final CgroupFixture node;
  private final Random random;
  private final List<Knob<?>> ofNode;
  private final Map<Integer, List<Knob<?>>> ofPods = new TreeMap<>();

  /** What each control that is there was set to by kubelet or an administrator. */
  private final Map<Knob<?>, String> base = new LinkedHashMap<>();

  /** What an owner wants, by owner and control. */
  private final Map<String, Map<Knob<?>, Want<?>>> wanted = new TreeMap<>();

  private final Map<String, Boolean> runs = new TreeMap<>();
  private final Map<Integer, Boolean> handled = new TreeMap<>();

  /** A value a feature wants of a control. */
  record Want<T>(Knob<T> knob, T value) {

    static <T> Want<T> any(Knob<T> knob, Random random) {
      return new Want<>(knob, knob.value().apply(random));
    }

    String text() {
      return knob.text().apply(value);
    }

    void set(Owner owner, boolean isCached) throws IOException {
      Claim<T> claim = owner.claim(knob.subject(), knob.target());
      if (isCached) {
        claim.setCached(value);
      } else {
        claim.set(value);
      }
    }
  }

  /** What has happened. */
  enum Event {
    /** Pods want something else, or other features or pods count. */
    WISHES,
    /** A cgroup has gone, or was made again. */
    CGROUPS,
    /** Another process has changed what rubik had set. */
    TAMPERING
  }

  NodeModel(CgroupFixture node, Random random) {
    this.node = node;
    this.random = random;
    this.ofNode = Knob.ofNode(node);
    OWNERS.forEach(owner -> wanted.put(owner, new LinkedHashMap<>()));
    OWNERS.forEach(owner -> runs.put(owner, true));
    node.setFile("/proc/sys/vm/memcg_qos_enable", random.nextInt(2) + "\n");
    if (random.nextInt(4) == 0) {
      node.resctrlGroup("rubik_high", "L3:0=f");
    }
    ofNode.forEach(knob -> base.put(knob, knob.read().get()));
    for (int i = 0; i < PODS; i++) {
      ofPods.put(i, Knob.ofPod(node, pod(i)));
      make(i);
      handled.put(i, true);
    }
  }

  private static Pod pod(int number) {
    return PodFixture.pod("p" + number).container("c1").container("c2").pod();
  }

  private List<Knob<?>> ofPod(int number) {
    return Objects.requireNonNull(ofPods.get(number));
  }

  private void make(int number) {
    node.pod("burstable", "uid-p" + number, "c1", "c2");
    for (Knob<?> knob : ofPod(number)) {
      knob.writeAny(random);
      base.put(knob, knob.read().get());
    }
  }

  private void remove(int number) {
    node.remove(pod(number).cgroupPath());
    base.keySet().removeAll(ofPod(number));
  }

  /** Lets something happen: what features want, which features run, what kubelet does. */
  void change() {
    change(random.nextInt(TAMPER));
  }

  /** As {@link #change}, or another process changes what rubik has set; returns what it was. */
  Event changeOrTamper() {
    int kind = random.nextInt(TAMPER + 1);
    change(kind);
    return switch (kind) {
      case TAMPER -> Event.TAMPERING;
      case MAKE_AGAIN -> Event.CGROUPS;
      default -> Event.WISHES;
    };
  }

  private void change(int kind) {
    int number = random.nextInt(PODS);
    String owner = OWNERS.get(random.nextInt(OWNERS.size()));
    switch (kind) {
      case 0, 1, 2, 3 -> want(owner, ofPod(number));
      case 4 -> wants(owner).keySet().removeAll(ofPod(number));
      case 5 -> wants(owner).keySet().removeAll(ofNode);
      case 6 -> runs.merge(owner, true, (before, any) -> !before);
      case 7 -> handled.merge(number, true, (before, any) -> !before);
      case WANT_OF_THE_NODE -> want(owner, ofNode);
      case MAKE_AGAIN -> makeAgain(number);
      default -> tamper(random.nextBoolean() ? ofPod(number) : ofNode);
    }
  }

  private void want(String owner, List<Knob<?>> knobs) {
    for (int i = 0; i < 2; i++) {
      Knob<?> knob = knobs.get(random.nextInt(knobs.size()));
      wants(owner).put(knob, Want.any(knob, random));
    }
  }

  private void makeAgain(int number) {
    remove(number);
    if (random.nextBoolean()) {
      make(number);
    }
  }

  /** Another process changes what rubik has changed; rubik will set it again. */
  private void tamper(List<Knob<?>> knobs) {
    for (Knob<?> knob : knobs) {
      String original = base.get(knob);
      if (original != null && !original.equals(expected(knob).orElse(original))) {
        knob.writeAny(random);
      }
    }
  }

  /** Returns every control there may be, whether or not its cgroup is there. */
  List<Knob<?>> knobs() {
    List<Knob<?>> all = new ArrayList<>(ofNode);
    ofPods.values().forEach(all::addAll);
    return all;
  }

  /** Returns whether a feature runs. */
  boolean runs(String owner) {
    return Boolean.TRUE.equals(runs.get(owner));
  }

  private Map<Knob<?>, Want<?>> wants(String owner) {
    return Objects.requireNonNull(wanted.get(owner));
  }

  /** Returns what a feature wants of a control, empty when nothing. */
  Optional<Want<?>> wanted(String owner, Knob<?> knob) {
    return isHandled(knob) ? Optional.ofNullable(wants(owner).get(knob)) : Optional.empty();
  }

  private boolean isHandled(Knob<?> knob) {
    return ofNode.contains(knob)
        || IntStream.range(0, PODS)
            .anyMatch(
                number -> Boolean.TRUE.equals(handled.get(number)) && ofPod(number).contains(knob));
  }

  /** Returns what rubik should make of a control, empty when it should leave it alone. */
  private Optional<String> expected(Knob<?> knob) {
    return OWNERS.stream()
        .filter(this::runs)
        .flatMap(owner -> wanted(owner, knob).stream())
        .<String>map(Want::text)
        .findFirst();
  }

  /** Returns what each control should be while rubik runs. */
  Map<String, String> whileRunning() {
    Map<String, String> values = new TreeMap<>();
    base.forEach((knob, original) -> values.put(knob.name(), expected(knob).orElse(original)));
    return values;
  }

  /** Returns what each control should be when rubik has stopped. */
  Map<String, String> whenStopped() {
    Map<String, String> values = new TreeMap<>();
    base.forEach((knob, original) -> values.put(knob.name(), original));
    return values;
  }

  /** Returns what each control is. */
  Map<String, String> found() {
    Map<String, String> values = new TreeMap<>();
    base.keySet().forEach(knob -> values.put(knob.name(), knob.read().get()));
    return values;
  }

  /** Returns the kinds of controls of which rubik holds one now. */
  Stream<Class<?>> kindsInForce() {
    return knobs().stream()
        .filter(knob -> base.containsKey(knob) && expected(knob).isPresent())
        .map(knob -> knob.target().getClass());
  }
}
