package io.rubik.feature.quotaturbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.feature.CpuAnnotations;
import io.rubik.feature.PodState;
import io.rubik.pod.Pod;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.EveryLayout;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.util.List;

/** What kubelet, the runtime and the pod's owner do while quotas are raised. */
final class QuotaTurboRacesTest {

  private static TurboScene scene(CgroupFixture node) throws IOException {
    TurboScene scene = new TurboScene(node).makeWeb();
    scene.reconcile(scene.web());
    return scene;
  }

  private static void assertQuotas(TurboScene scene, long pod, long first, long second) {
    assertEquals(pod, scene.quota(scene.pod()), "pod");
    assertEquals(first, scene.quota(scene.container("c1")), "c1");
    assertEquals(second, scene.quota(scene.container("c2")), "c2");
  }

  private static String lastRead(TurboScene scene) {
    CgroupFixture node = scene.node();
    return node.isV2()
        ? node.file("cpu", scene.container("c2"), "cpu.stat")
        : node.file("cpuacct", scene.container("c2"), "cpuacct.usage");
  }

  @EveryLayout
  void podThatEndsBetweenReadingAndWritingIsNoProblem(CgroupFixture node) throws IOException {
    try (TurboScene scene = scene(node);
        LogCapture log = new LogCapture()) {
      scene.run(60, 5);
      String pod = scene.pod();
      node.faults().beforeNext(Operation.READ, lastRead(scene), () -> node.remove(pod));
      scene.run(1, 5, scene.container("c1"));
      scene.run(2, 5);

      assertEquals(List.of(), node.recording().openNow());
      scene.remove(scene.web());
      assertEquals("", log.text());
    }
  }

  @EveryLayout
  void containerThatGoesBetweenReadingAndWritingLeavesThePodAsItWas(CgroupFixture node)
      throws IOException {
    try (TurboScene scene = scene(node);
        LogCapture log = new LogCapture()) {
      scene.run(60, 5);
      String c1 = scene.container("c1");
      node.faults().beforeNext(Operation.READ, lastRead(scene), () -> node.remove(c1));
      scene.run(1, 5, c1);

      assertEquals(80_000, scene.quota(scene.pod()));
      assertEquals("", log.text());
    }
  }

  /** As kubelet does with a static pod, whose cgroup has the same path again. */
  @EveryLayout
  void podRecreatedBetweenReadingAndWritingHasItsOwnQuota(CgroupFixture node) throws IOException {
    try (TurboScene scene = scene(node)) {
      scene.raiseFirst();
      assertTrue(scene.quota(scene.container("c1")) > 55_000);
      String pod = scene.pod();
      node.faults()
          .beforeNext(
              Operation.READ,
              lastRead(scene),
              () -> {
                node.remove(pod);
                scene.makeWeb();
                scene.kubeletSets(pod, 85_000);
              });
      scene.run(1, 5, scene.container("c1"));

      scene.reconcile(scene.web());
      assertQuotas(scene, 85_000, 50_000, 30_000);
      scene.stop();
      assertQuotas(scene, 85_000, 50_000, 30_000);
    }
  }

  @EveryLayout
  void quotaThatKubeletWritesBetweenReadingAndWritingIsReplaced(CgroupFixture node)
      throws IOException {
    try (TurboScene scene = scene(node)) {
      scene.raiseFirst();
      long before = scene.quota(scene.container("c1")) - 50_000;
      node.faults()
          .beforeNext(
              Operation.READ,
              lastRead(scene),
              () -> {
                scene.kubeletSets(scene.container("c1"), 50_000);
                scene.kubeletSets(scene.pod(), 80_000);
              });
      scene.run(1, 5, scene.container("c1"));
      scene.reconcile(scene.web());

      long raised = scene.quota(scene.container("c1")) - 50_000;
      assertTrue(raised >= before, raised + " µs, before " + before);
      assertQuotas(scene, 80_000 + raised, 50_000 + raised, 30_000);
    }
  }

  @EveryLayout
  void annotationThatComesBackRaisesFromTheLimit(CgroupFixture node) throws IOException {
    try (TurboScene scene = scene(node)) {
      Pod without = scene.bare().container("c1", "500m", "").container("c2", "300m", "").pod();
      for (int i = 0; i < 3; i++) {
        scene.raiseFirst();
        long raised = scene.quota(scene.container("c1")) - 50_000;
        assertTrue(raised > 5000, raised + " µs");
        assertQuotas(scene, 80_000 + raised, 50_000 + raised, 30_000);

        scene.reconcile(without);
        assertQuotas(scene, 80_000, 50_000, 30_000);
        scene.reconcile(scene.web());
        assertQuotas(scene, 80_000, 50_000, 30_000);
      }
    }
  }

  /** Init containers that have ended are not waited for; ephemeral ones have no limit. */
  @EveryLayout
  void containersOfOtherKindsDisturbNoOther(CgroupFixture node) throws IOException {
    try (TurboScene scene = scene(node)) {
      node.cgroup(scene.container("e1"));
      Pod pod =
          scene
              .bare()
              .annotation(CpuAnnotations.QUOTA_TURBO.key(), "true")
              .ended("i1", "1500m")
              .container("c1", "500m", "")
              .container("c2", "300m", "")
              .container("e1", "", "")
              .pod();

      assertEquals(PodState.SETTLED, scene.reconcile(pod));
      scene.raiseFirst();
      long raised = scene.quota(scene.container("c1")) - 50_000;
      assertTrue(raised > 5000, raised + " µs");
      assertQuotas(scene, 80_000 + raised, 50_000 + raised, 30_000);
      assertEquals(-1, scene.quota(scene.container("e1")));

      scene.remove(pod);
      assertQuotas(scene, 80_000, 50_000, 30_000);
    }
  }

  /** A container with a period of 50 ms in a pod with one of 100 ms. */
  @EveryLayout
  void containerOfAnotherPeriodIsRaisedByAsManyCpus(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      String c1 = scene.container("c1");
      if (node.isV2()) {
        node.set("cpu", c1, "cpu.max", "25000 50000");
      } else {
        node.set("cpu", c1, "cpu.cfs_quota_us", "25000");
        node.set("cpu", c1, "cpu.cfs_period_us", "50000");
      }
      scene.reconcile(scene.web());
      assertQuotas(scene, 80_000, 25_000, 30_000);

      scene.raiseFirst();
      long raised = scene.quota(c1) - 25_000;
      assertTrue(raised > 2500, raised + " µs");
      assertQuotas(scene, 80_000 + 2 * raised, 25_000 + raised, 30_000);
      if (node.isV2()) {
        assertTrue(node.read("cpu", c1, "cpu.max").endsWith(" 50000"));
      }

      scene.stop();
      assertQuotas(scene, 80_000, 25_000, 30_000);
    }
  }
}
