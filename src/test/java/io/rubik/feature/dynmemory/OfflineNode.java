package io.rubik.feature.dynmemory;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.RunningFeature;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A node with 10000 MiB of memory and an offline pod {@code batch} of one container, {@code c1},
 * that uses 1000 MiB; and dynMemory, run as the agent runs it. Free is what the original counts as
 * free, unless another measure is given.
 */
final class OfflineNode {

  static final long MIB = 1 << 20;

  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final String QOS = "besteffort";
  private static final String UID = "uid-batch";

  private final CgroupFixture node;
  private final AtomicLong nanos = new AtomicLong();
  private final RunningFeature<DynMemory> running;

  OfflineNode(CgroupFixture node, MemoryPolicy policy) throws IOException {
    this(node, policy, MemoryMeasure.FREE);
  }

  OfflineNode(CgroupFixture node, MemoryPolicy policy, MemoryMeasure measure) throws IOException {
    this.node = node;
    node.pod(QOS, UID, "c1");
    setUsageMib("c1", 1000);
    setFreeMib(5000);
    DynMemoryConfig config = new DynMemoryConfig(policy, measure, INTERVAL);
    running =
        new RunningFeature<>(node.root(), nanos::get, context -> new DynMemory(config, context));
    node.recording().clear();
  }

  RunningFeature<DynMemory> running() {
    return running;
  }

  PodFixture bare() {
    return PodFixture.pod("batch")
        .qosClass("BestEffort")
        .layout(node.isSystemd() ? KubepodsLayout.SYSTEMD : KubepodsLayout.CGROUPFS);
  }

  /** The pod, offline. */
  Pod batch() {
    return bare().offline().container("c1").pod();
  }

  String path() {
    return node.podPath(QOS, UID);
  }

  String path(String container) {
    return node.containerPath(QOS, UID, container);
  }

  void setFreeMib(long mib) {
    setMeminfo("MemTotal: " + 10_000 * 1024 + " kB\nMemFree: " + mib * 1024 + " kB\n");
  }

  void setMeminfo(String text) {
    node.setFile("/proc/meminfo", text);
  }

  void setUsageMib(String container, long mib) {
    node.set(
        "memory",
        path(container),
        node.isV2() ? "memory.current" : "memory.usage_in_bytes",
        Long.toString(mib * MIB));
  }

  /** Has the node's memory checked while so much is free. */
  void check(long freeMib) throws IOException {
    setFreeMib(freeMib);
    check();
  }

  /** Has the node's memory checked when the interval has passed. */
  void check() {
    pass(INTERVAL);
    running.feature().check();
  }

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /** A limit of a container in MiB, of the file's v1 or v2 name; "none" when unlimited. */
  String limit(String container, String v1, String v2) {
    return mib(node.read("memory", path(container), node.isV2() ? v2 : v1));
  }

  /** memory.high of the pod, in MiB. */
  String high() {
    return mib(node.read("memory", path(), "memory.high"));
  }

  /** What kubelet does, which the kernel may refuse rubik. */
  void setHard(String container, long mib) {
    node.set(
        "memory",
        path(container),
        node.isV2() ? "memory.max" : "memory.limit_in_bytes",
        Long.toString(mib * MIB));
  }

  String hard(String container) {
    return limit(container, "memory.limit_in_bytes", "memory.max");
  }

  String soft(String container) {
    return limit(container, "memory.soft_limit_in_bytes", "memory.high");
  }

  private static String mib(String bytes) {
    if (bytes.equals("max") || bytes.equals("9223372036854771712")) {
      return "none";
    }
    return Long.toString(Long.parseLong(bytes) / MIB);
  }
}
