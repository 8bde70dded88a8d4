package io.rubik.control;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.CpuPriority;
import io.rubik.cgroup.Device;
import io.rubik.cgroup.DeviceLimit;
import io.rubik.cgroup.Setting;
import io.rubik.pod.Container;
import io.rubik.pod.Pod;
import io.rubik.testing.CgroupFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One control of a node in memory that features may want, seen past rubik's own code.
 *
 * @param pod whose it is, empty for the node's
 * @param value makes a value a feature may want
 * @param read returns what the kernel shows, in the words of {@code text}
 * @param write sets it as another process would
 */
record Knob<T>(
    String name,
    Optional<Pod> pod,
    Target<T> target,
    Function<Random, T> value,
    Function<T, String> text,
    Supplier<String> read,
    Consumer<T> write) {

  private static final String READ_BPS = "blkio.throttle.read_bps_device";

  private static final String IDLE = "cpu.idle";
  private static final String WEIGHT = "cpu.shares";

  /** Masks of one run of bits. */
  private static final String MASKS = "137fec8";

  private static final String MEMCG_QOS = "/proc/sys/vm/memcg_qos_enable";

  /** Returns for whom it is claimed. */
  Subject subject() {
    return pod.map(Subject::of).orElse(Subject.NODE);
  }

  /** Returns a random value as another process would set it. */
  void writeAny(Random random) {
    write.accept(value.apply(random));
  }

  /** Returns the controls of a pod and its containers. */
  static List<Knob<?>> ofPod(CgroupFixture node, Pod pod) {
    List<Knob<?>> knobs = new ArrayList<>();
    knobs.add(priority(node, pod));
    for (Container container : pod.containers()) {
      String path = container.cgroupPath();
      knobs.add(number(node, pod, path, ControlsFixture.SHARES));
      knobs.add(number(node, pod, path, ControlsFixture.QUOTA));
      knobs.add(line(node, pod, path, new Device(8, 0)));
      knobs.add(line(node, pod, path, new Device(259, 300)));
    }
    return knobs;
  }

  private static Knob<CpuPriority> priority(CgroupFixture node, Pod pod) {
    String path = pod.cgroupPath();
    return new Knob<>(
        path + "/CPU priority",
        Optional.of(pod),
        Target.of(path, Attributes.CPU_PRIORITY),
        random ->
            random.nextBoolean()
                ? CpuPriority.IDLE
                : CpuPriority.weight(1000 + random.nextInt(9000)),
        CpuPriority::toString,
        () ->
            node.read("cpu", path, IDLE).equals("1")
                ? "idle"
                : "weight " + node.read("cpu", path, WEIGHT),
        priority -> {
          node.set("cpu", path, IDLE, priority.isIdle() ? "1" : "0");
          node.set("cpu", path, WEIGHT, priority.isIdle() ? "3" : "" + priority.weight());
        });
  }

  private static Knob<Integer> number(
      CgroupFixture node, Pod pod, String path, Setting<Integer> setting) {
    return new Knob<>(
        path + "/" + setting,
        Optional.of(pod),
        Target.of(path, setting),
        random -> 1000 + random.nextInt(9000),
        String::valueOf,
        () -> node.read("cpu", path, setting.name()),
        value -> node.set("cpu", path, setting.name(), String.valueOf(value)));
  }

  private static Knob<DeviceLimit> line(CgroupFixture node, Pod pod, String path, Device device) {
    Setting<DeviceLimit> setting = Attributes.IO_READ_BYTES.at(device);
    return new Knob<>(
        path + "/" + setting,
        Optional.of(pod),
        Target.of(path, setting),
        random ->
            random.nextInt(4) == 0
                ? DeviceLimit.UNLIMITED
                : new DeviceLimit(1 + random.nextInt(9000)),
        DeviceLimit::toString,
        () -> rest(lines(node, path), device).orElse("max"),
        limit -> setLine(node, path, device, limit));
  }

  private static List<String> lines(CgroupFixture node, String path) {
    return node.read("blkio", path, READ_BPS).lines().toList();
  }

  private static Optional<String> rest(List<String> lines, Device device) {
    String start = device + " ";
    return lines.stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .findFirst();
  }

  private static void setLine(CgroupFixture node, String path, Device device, DeviceLimit limit) {
    List<String> lines = new ArrayList<>(lines(node, path));
    lines.removeIf(line -> line.startsWith(device + " "));
    if (!limit.isUnlimited()) {
      lines.add(device + " " + limit);
    }
    node.set("blkio", path, READ_BPS, String.join("\n", lines));
  }

  /** Returns the controls of the node itself. */
  static List<Knob<?>> ofNode(CgroupFixture node) {
    return List.of(memcgQos(node), group(node, "rubik_low"), group(node, "rubik_high"));
  }

  private static Knob<Integer> memcgQos(CgroupFixture node) {
    return new Knob<>(
        MEMCG_QOS,
        Optional.empty(),
        Target.of(HostSettings.MEMCG_QOS),
        random -> random.nextInt(2),
        String::valueOf,
        () -> node.readFile(MEMCG_QOS),
        value -> node.setFile(MEMCG_QOS, value + "\n"));
  }

  private static Knob<ResctrlGroup> group(CgroupFixture node, String name) {
    return new Knob<>(
        "resctrl group " + name,
        Optional.empty(),
        Target.of(new ResctrlName(name)),
        random -> new ResctrlGroup("L3:0=" + MASKS.charAt(random.nextInt(MASKS.length()))),
        ResctrlGroup::toString,
        () -> node.resctrlGroup(name).map(String::strip).orElse("absent"),
        group -> node.resctrlGroup(name, group.schemata()));
  }

  @Override
  public String toString() {
    return name;
  }
}
