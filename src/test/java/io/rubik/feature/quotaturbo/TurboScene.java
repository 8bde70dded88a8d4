package io.rubik.feature.quotaturbo;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.control.Controls;
import io.rubik.control.Journal;
import io.rubik.control.Owner;
import io.rubik.control.Subject;
import io.rubik.feature.CpuAnnotations;
import io.rubik.feature.PodState;
import io.rubik.host.HostPaths;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.FeatureContexts;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * quotaTurbo on a node in memory with two CPUs, where time passes when the test says so. The pod
 * web has the containers c1 and c2 with limits of 500m and 300m.
 */
final class TurboScene implements AutoCloseable {

  static final String BURSTABLE = "burstable";
  static final String UID = "uid-web";

  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final long TICKS_PER_INTERVAL = 20;

  private final CgroupFixture node;
  private final Map<String, long[]> activities = new LinkedHashMap<>();
  private Controls controls;
  private Owner owner;
  private QuotaTurbo turbo;
  private long nanos;
  private double busyTicks;
  private double totalTicks;

  TurboScene(CgroupFixture node) throws IOException {
    this.node = node;
    setCpus("0-1");
    controls = controls();
    owner = controls.owner("quotaTurbo");
    turbo = turbo();
    turbo.start();
  }

  private Controls controls() throws IOException {
    Journal journal = Journal.open(node.root().resolve("run/rubik/journal"));
    CgroupTree tree = node.tree();
    return new Controls(
        tree,
        new HostPaths(node.root()),
        journal,
        Attributes::find,
        List.of("quotaTurbo"),
        () -> nanos);
  }

  private QuotaTurbo turbo() throws IOException {
    CgroupTree tree = node.tree();
    return new QuotaTurbo(
        new QuotaTurboConfig(60, 80, INTERVAL),
        FeatureContexts.of(new HostPaths(node.root()), tree, () -> nanos, owner));
  }

  /** Sets which CPUs are online, as the kernel lists them. */
  void setCpus(String list) {
    node.setFile("/sys/devices/system/cpu/online", list + "\n");
  }

  /** Makes the cgroups of the pod web as kubelet does. */
  TurboScene makeWeb() {
    node.pod(BURSTABLE, UID, "c1", "c2");
    kubeletSets(pod(), 80_000);
    kubeletSets(container("c1"), 50_000);
    kubeletSets(container("c2"), 30_000);
    return this;
  }

  /** Returns the pod web without the annotation and without containers. */
  PodFixture bare() {
    return bare("web");
  }

  /** Returns another pod without the annotation and without containers. */
  PodFixture bare(String name) {
    return PodFixture.pod(name)
        .layout(node.isSystemd() ? KubepodsLayout.SYSTEMD : KubepodsLayout.CGROUPFS);
  }

  /** Returns the pod web, with the annotation and these limits. */
  Pod web(String first, String second) {
    return bare()
        .annotation(CpuAnnotations.QUOTA_TURBO.key(), "true")
        .container("c1", first, "")
        .container("c2", second, "")
        .pod();
  }

  Pod web() {
    return web("500m", "300m");
  }

  String pod() {
    return node.podPath(BURSTABLE, UID);
  }

  String container(String id) {
    return node.containerPath(BURSTABLE, UID, id);
  }

  /** Sets a quota, as others do, -1 for none. */
  void kubeletSets(String path, long micros) {
    if (node.isV2()) {
      node.set("cpu", path, "cpu.max", (micros < 0 ? "max" : micros) + " 100000");
    } else {
      node.set("cpu", path, "cpu.cfs_quota_us", Long.toString(micros));
    }
  }

  /** Returns the quota, -1 for none. */
  long quota(String path) {
    String text = node.read("cpu", path, node.isV2() ? "cpu.max" : "cpu.cfs_quota_us");
    String first = text.split(" ", -1)[0];
    return first.equals("max") ? -1 : Long.parseLong(first);
  }

  /** Returns the name of the file that holds the quota. */
  String quotaFile(String path) {
    return node.file("cpu", path, node.isV2() ? "cpu.max" : "cpu.cfs_quota_us");
  }

  CgroupFixture node() {
    return node;
  }

  QuotaTurbo feature() {
    return turbo;
  }

  PodState reconcile(Pod pod) throws IOException {
    PodState state = turbo.reconcile(pod);
    owner.releaseEnded(pod);
    return state;
  }

  /** Tells that the pod is gone, as the agent does. */
  void remove(Pod pod) throws IOException {
    turbo.removed(pod);
    owner.release(Subject.of(pod));
  }

  /** Lets so many intervals pass in which the node is so busy and these containers throttled. */
  void run(int intervals, double busyPercent, String... throttled) throws IOException {
    for (int i = 0; i < intervals; i++) {
      nanos += INTERVAL.toNanos();
      busyTicks += TICKS_PER_INTERVAL * busyPercent / 100;
      totalTicks += TICKS_PER_INTERVAL;
      node.setFile(
          "/proc/stat",
          "cpu  %d 0 0 %d 0 0 0 0 0 0%n"
              .formatted((long) busyTicks, (long) totalTicks - (long) busyTicks));
      for (String path : throttled) {
        throttle(path);
      }
      tick();
    }
  }

  private void throttle(String path) {
    long[] counters = activities.computeIfAbsent(path, any -> new long[3]);
    counters[0] += quota(path) * 1000;
    counters[1]++;
    counters[2] += 40_000_000;
    showActivity(path, counters);
  }

  private void showActivity(String path, long[] counters) {
    if (node.isV2()) {
      node.set(
          "cpu",
          path,
          "cpu.stat",
          "usage_usec %d%nnr_periods 9%nnr_throttled %d%nthrottled_usec %d"
              .formatted(counters[0] / 1000, counters[1], counters[2] / 1000));
    } else {
      node.set(
          "cpu",
          path,
          "cpu.stat",
          "nr_periods 9%nnr_throttled %d%nthrottled_time %d".formatted(counters[1], counters[2]));
      node.set("cpuacct", path, "cpuacct.usage", Long.toString(counters[0]));
    }
  }

  /** Lets time pass in which the loop does not run. */
  void pass(Duration time) {
    nanos += time.toNanos();
  }

  /** Runs the loop's body once. */
  void tick() throws IOException {
    turbo.tasks().getFirst().body().run();
  }

  /** Throttles c1 until its quota is raised. */
  void raiseFirst() throws IOException {
    raise("c1");
  }

  /**
   * Lets the node be idle until it is steady, and the container until it may have more, then
   * throttles the container until its quota is raised.
   */
  void raise(String id) throws IOException {
    run(60, 5);
    run(8, 5, container(id));
  }

  /** Stops the feature as the agent does. */
  void stop() throws IOException {
    turbo.stop();
    owner.releaseAll();
  }

  /** All pods have been handled after a start: what nobody claims is restored. */
  void restoreUnclaimed() throws IOException {
    controls.restoreOrphaned(any -> true);
  }

  /** Ends without giving anything back, and starts again with what the journal holds. */
  void crashAndStart() throws IOException {
    turbo.stop();
    controls = controls();
    owner = controls.owner("quotaTurbo");
    turbo = turbo();
    turbo.start();
  }

  @Override
  public void close() {
    node.close();
  }
}
