package io.rubik.feature.preemption;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.feature.PodState;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.RunningFeature;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A node whose kernel has cpu.idle, with what kubelet does to the cgroups of its pods. */
final class IdleNode implements AutoCloseable {

  final CgroupFixture node;
  final RunningFeature<Preemption> running;
  private long nowNanos;

  IdleNode(CgroupFixture node) throws IOException {
    this(node, PriorityProvider.AUTO, BurstableOffline.IDLE);
  }

  IdleNode(CgroupFixture node, PriorityProvider provider, BurstableOffline burstable)
      throws IOException {
    this.node = node;
    PreemptionConfig config =
        new PreemptionConfig(List.of(Resource.CPU), provider, burstable, false);
    setWeight(node.qosPath("burstable"), 2);
    setWeight(node.qosPath("besteffort"), 2);
    this.running =
        new RunningFeature<>(
            node.root(), () -> nowNanos, context -> new Preemption(config, context));
    running.feature().start();
  }

  void pass(Duration time) {
    nowNanos += time.toNanos();
  }

  /** A pod of 500m, or of nothing where it is BestEffort; not offline unless it is said. */
  PodFixture fixture(String qosClass, String name) {
    PodFixture pod =
        PodFixture.pod(name)
            .qosClass(qosClass)
            .layout(node.isSystemd() ? KubepodsLayout.SYSTEMD : KubepodsLayout.CGROUPFS);
    return qosClass.equals("BestEffort") ? pod : pod.requests("500m", "0");
  }

  private static String directory(String qosClass) {
    return qosClass.toLowerCase(Locale.ROOT);
  }

  String path(String qosClass, String name) {
    return node.podPath(directory(qosClass), "uid-" + name);
  }

  String classPath(String qosClass) {
    return node.qosPath(directory(qosClass));
  }

  /** kubelet makes the cgroup and gives it its weight; the runtime makes the sandbox. */
  void make(String qosClass, String name) {
    node.pod(directory(qosClass), "uid-" + name, "sandbox");
    setWeight(path(qosClass, name), qosClass.equals("BestEffort") ? 2 : 512);
  }

  /** Makes the cgroup of an online pod, and has the pod handled. */
  Pod online(String qosClass, String name) throws IOException {
    make(qosClass, name);
    return handle(fixture(qosClass, name));
  }

  /** Makes the cgroup of an offline pod, and has the pod handled. */
  Pod offline(String qosClass, String name) throws IOException {
    make(qosClass, name);
    return handle(fixture(qosClass, name).offline());
  }

  Pod handle(PodFixture fixture) throws IOException {
    Pod pod = fixture.pod();
    running.reconcile(pod);
    return pod;
  }

  PodState reconcile(PodFixture fixture) throws IOException {
    return running.reconcile(fixture.pod());
  }

  /** Runs what the feature does at intervals. */
  void check() throws IOException {
    for (var task : running.feature().tasks()) {
      task.body().run();
    }
  }

  /** Sets cpu.shares, or the weight that kubelet makes of them. */
  void setWeight(String path, int shares) {
    if (node.isV2()) {
      node.set("cpu", path, "cpu.weight", String.valueOf(weight(shares)));
    } else {
      node.set("cpu", path, "cpu.shares", String.valueOf(shares));
    }
  }

  /** Returns what a cgroup has: {@code idle}, or its weight in shares as kubelet counts them. */
  String priority(String path) {
    return node.read("cpu", path, "cpu.idle").equals("1") ? "idle" : weightFile(path);
  }

  String weightFile(String path) {
    return node.read("cpu", path, node.isV2() ? "cpu.weight" : "cpu.shares");
  }

  /** Returns how a weight reads. */
  String shares(int shares) {
    return String.valueOf(node.isV2() ? weight(shares) : shares);
  }

  private static long weight(int shares) {
    return 1 + (shares - 2) * 9999L / 262142;
  }

  @Override
  public void close() {
    node.close();
  }
}
