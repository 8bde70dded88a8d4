package io.rubik.control;

import io.rubik.cgroup.Setting;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.testing.CgroupFixture;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A node with a pod, and two features that want its controls.
 *
 * <pre>
 * /sys/fs/cgroup/cpu/kubepods/burstable/poduid-web/{c1,c2}
 * /run/rubik/journal
 * </pre>
 */
abstract class WithOwners {

  static final String POD = "kubepods/burstable/poduid-web";

  final CgroupFixture node = CgroupFixture.v1().cgroupfs().openEuler();
  final Pod pod = PodFixture.pod("web").container("c1").container("c2").pod();
  Controls controls;
  Owner first;
  Owner second;

  @BeforeEach
  void start() throws IOException {
    if (!Files.exists(node.cgroupRoot().resolve("cpu/" + POD))) {
      node.pod("burstable", "uid-web", "c1", "c2");
    }
    controls = ControlsFixture.start(node, () -> 0);
    first = controls.owner("first");
    second = controls.owner("second");
  }

  @AfterEach
  void close() {
    node.close();
  }

  /** Returns the pod's claim to a setting. */
  final <T> Claim<T> claim(Owner owner, String path, Setting<T> setting) {
    return owner.claim(Subject.of(pod), Target.of(path, setting));
  }

  /** Returns the claim of the pods of a class to a setting of their common cgroup. */
  final <T> Claim<T> shared(Owner owner, String path, Setting<T> setting) {
    return owner.claim(new Subject.OfClass(path), Target.of(path, setting));
  }

  /** Another process takes over where kill -9 left this one. */
  final void crash() throws IOException {
    start();
  }

  final String shares(String path) {
    return node.read("cpu", path, "cpu.shares");
  }

  final void setShares(String path, String value) {
    node.set("cpu", path, "cpu.shares", value);
  }
}
