package io.rubik.feature.quotaturbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.Cgroup;
import io.rubik.cgroup.CgroupTree;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Errno;
import io.rubik.testing.EveryLayout;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Another agent sets a burst that only a raised quota allows: no quota may be below it. */
final class ForeignBurstTest {

  private static final long CLASS = 200_000;

  /** The quotas of class, pod and container are raised, and each has a burst of its quota. */
  private static TurboScene raised(CgroupFixture node) throws IOException {
    TurboScene scene = new TurboScene(node).makeWeb();
    scene.kubeletSets(node.qosPath(TurboScene.BURSTABLE), CLASS);
    scene.reconcile(scene.web());
    scene.raiseFirst();
    assertTrue(scene.quota(scene.container("c1")) > 55_000);
    for (String path :
        new String[] {
          node.qosPath(TurboScene.BURSTABLE), scene.pod(), scene.container("c1"),
        }) {
      cgroup(scene, path).write(Attributes.CPU_BURST_MICROS, scene.quota(path));
    }
    return scene;
  }

  private static Cgroup cgroup(TurboScene scene, String path) throws IOException {
    return CgroupTree.detect(scene.node().cgroupRoot()).cgroup(path);
  }

  private static void assertGivenBack(TurboScene scene) throws IOException {
    assertAt(scene, scene.node().qosPath(TurboScene.BURSTABLE), CLASS);
    assertAt(scene, scene.pod(), 80_000);
    assertAt(scene, scene.container("c1"), 50_000);
  }

  private static void assertAt(TurboScene scene, String path, long micros) throws IOException {
    assertEquals(micros, scene.quota(path), path);
    assertEquals(Optional.of(micros), cgroup(scene, path).read(Attributes.CPU_BURST_MICROS), path);
  }

  /** They stayed raised while the node was busy, and each interval failed. */
  @EveryLayout
  void quotasFallWhenTheNodeIsBusy(CgroupFixture any) throws IOException {
    try (TurboScene scene = raised(any)) {
      String log = LogCapture.during(() -> scene.run(1, 100));

      assertGivenBack(scene);
      assertEquals(3, log.lines().count(), log);
      assertTrue(log.contains("is above the quota that is due: lowered to 50000"), log);
      scene.run(5, 5);
      scene.stop();
      assertGivenBack(scene);
    }
  }

  @EveryLayout
  void quotasAreGivenBackAtTheStop(CgroupFixture any) throws IOException {
    try (TurboScene scene = raised(any)) {
      scene.stop();
      assertGivenBack(scene);
    }
  }

  @EveryLayout
  void quotasAreGivenBackWhenThePodNoLongerAsks(CgroupFixture any) throws IOException {
    try (TurboScene scene = raised(any)) {
      scene.reconcile(scene.bare().container("c1", "500m", "").container("c2", "300m", "").pod());
      assertGivenBack(scene);
    }
  }

  /** Whether the pod is handled after the start, or not. */
  @EveryLayout
  void quotasAreGivenBackAfterACrash(CgroupFixture any) throws IOException {
    try (TurboScene scene = raised(any)) {
      scene.crashAndStart();
      scene.restoreUnclaimed();
      assertGivenBack(scene);
    }
  }

  @EveryLayout
  void quotasAreSetAfterACrash(CgroupFixture any) throws IOException {
    try (TurboScene scene = raised(any)) {
      scene.crashAndStart();
      scene.reconcile(scene.web());
      assertAt(scene, scene.pod(), 80_000);
      assertAt(scene, scene.container("c1"), 50_000);
      scene.stop();
      scene.restoreUnclaimed();
      assertGivenBack(scene);
    }
  }

  /** It is the other agent's, and in nobody's way. */
  @EveryLayout
  void burstWithinTheLimitStays(CgroupFixture any) throws IOException {
    try (TurboScene scene = raised(any)) {
      Cgroup first = cgroup(scene, scene.container("c1"));
      first.write(Attributes.CPU_BURST_MICROS, 20_000L);

      String log = LogCapture.during(scene::stop);

      assertEquals(Optional.of(20_000L), first.read(Attributes.CPU_BURST_MICROS));
      assertTrue(!log.contains(scene.container("c1")), log);
    }
  }

  @Test
  void burstThatCannotBeLoweredIsAFailureUntilItCan() throws IOException {
    try (TurboScene scene = raised(CgroupFixture.v1().cgroupfs().mainline())) {
      String burst = scene.node().file("cpu", scene.container("c1"), "cpu.cfs_burst_us");
      scene.node().faults().failAlways(Operation.WRITE, burst, Errno.EIO);
      assertThrows(IOException.class, scene::stop);

      scene.node().faults().clear();
      scene.restoreUnclaimed();

      assertGivenBack(scene);
    }
  }
}
