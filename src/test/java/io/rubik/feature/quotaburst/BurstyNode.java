package io.rubik.feature.quotaburst;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.CpuQuota;
import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.feature.CpuAnnotations;
import io.rubik.feature.PodState;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.RunningFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A node with 4 CPUs and a pod {@code web} of two containers, 500m and 1000m, whose quotas kubelet
 * has set; and quotaBurst, run as the agent runs it.
 */
final class BurstyNode {

  static final String QOS = "burstable";
  static final String UID = "uid-web";

  private final CgroupFixture node;
  private final RunningFeature<QuotaBurst> running;
  private long nanos;

  BurstyNode(CgroupFixture node) throws IOException {
    this.node = node;
    node.setFile("/sys/devices/system/cpu/online", "0-3\n");
    node.pod(QOS, UID, "c1", "c2");
    running = new RunningFeature<>(node.root(), () -> nanos, QuotaBurst::new);
    setQuota(path(), 150_000);
    setQuota(path("c1"), 50_000);
    setQuota(path("c2"), 100_000);
    node.recording().clear();
  }

  RunningFeature<QuotaBurst> running() {
    return running;
  }

  QuotaBurst quotaBurst() {
    return running.feature();
  }

  /** The pod's containers as they are at first. */
  PodFixture web() {
    return bare().container("c1", "500m", "").container("c2", "1", "");
  }

  /** The pod without containers. */
  PodFixture bare() {
    return PodFixture.pod("web")
        .layout(node.isSystemd() ? KubepodsLayout.SYSTEMD : KubepodsLayout.CGROUPFS);
  }

  /** The pod with the annotation. */
  Pod web(String burst) {
    return web().annotation(CpuAnnotations.QUOTA_BURST_TIME.key(), burst).pod();
  }

  String path() {
    return node.podPath(QOS, UID);
  }

  String path(String container) {
    return node.containerPath(QOS, UID, container);
  }

  /** The cgroup that crun makes for the tasks of a container. */
  String tasks(String container) {
    return node.subgroupPath(QOS, UID, container);
  }

  /** Lets a second pass in which CPUs come or go. */
  void setCpus(String list) {
    node.setFile("/sys/devices/system/cpu/online", list + "\n");
    nanos += 1_000_000_000;
  }

  /** What kubelet does. */
  void setQuota(String path, long micros) throws IOException {
    running.tree().cgroup(path).write(Attributes.CPU_QUOTA, new CpuQuota(micros));
  }

  void setBurst(String path, long micros) throws IOException {
    running.tree().cgroup(path).write(Attributes.CPU_BURST_MICROS, micros);
  }

  /** The name of a burst's file, for faults. */
  String file(String path) {
    return node.file("cpu", path, node.isV2() ? "cpu.max.burst" : "cpu.cfs_burst_us");
  }

  /** The bursts of the pod and the containers of these IDs. */
  List<String> bursts(String... containers) {
    List<String> bursts = new ArrayList<>(List.of(burst(path())));
    for (String container : containers) {
      bursts.add(burst(path(container)));
    }
    return bursts;
  }

  String burst(String path) {
    return node.read("cpu", path, node.isV2() ? "cpu.max.burst" : "cpu.cfs_burst_us");
  }

  PodState reconcile(Pod pod) throws IOException {
    return running.reconcile(pod);
  }
}
