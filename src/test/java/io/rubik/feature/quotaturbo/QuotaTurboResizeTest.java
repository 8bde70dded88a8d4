package io.rubik.feature.quotaturbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.feature.CpuAnnotations;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Errno;
import io.rubik.testing.EveryLayout;
import io.rubik.testing.Faults.Operation;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Limits that change while the pod runs: kubelet writes cgroups first, then the status. */
final class QuotaTurboResizeTest {

  private static TurboScene v1() throws IOException {
    return new TurboScene(CgroupFixture.v1().cgroupfs().mainline()).makeWeb();
  }

  private static void assertQuotas(TurboScene scene, long pod, long first, long second) {
    assertEquals(pod, scene.quota(scene.pod()), "pod");
    assertEquals(first, scene.quota(scene.container("c1")), "c1");
    assertEquals(second, scene.quota(scene.container("c2")), "c2");
  }

  private static PodFixture marked(TurboScene scene) {
    return scene.bare().annotation(CpuAnnotations.QUOTA_TURBO.key(), "true");
  }

  @EveryLayout
  void resizedContainerHasItsNewLimitAndGivesThatBack(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      scene.reconcile(scene.web());
      scene.raiseFirst();

      scene.kubeletSets(scene.pod(), 110_000);
      scene.kubeletSets(scene.container("c1"), 80_000);
      scene.reconcile(scene.web("800m", "300m"));
      assertQuotas(scene, 110_000, 80_000, 30_000);

      scene.raiseFirst();
      assertTrue(scene.quota(scene.container("c1")) > 85_000);
      scene.stop();
      assertQuotas(scene, 110_000, 80_000, 30_000);
    }
  }

  /** The loop has written over what kubelet wrote, before rubik knew of the resize. */
  @EveryLayout
  void resizeThatTheLoopWroteOverIsFollowed(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      scene.reconcile(scene.web());
      scene.raiseFirst();
      assertTrue(scene.quota(scene.container("c1")) > 55_000);

      scene.reconcile(scene.web("400m", "300m"));
      assertQuotas(scene, 70_000, 40_000, 30_000);

      scene.stop();
      assertQuotas(scene, 70_000, 40_000, 30_000);
    }
  }

  /** The second attempt took the pod's old quota for the right one. */
  @EveryLayout
  void resizeIsNotForgottenWhenACgroupCannotBeReadAtFirst(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      scene.reconcile(scene.web());
      scene.kubeletSets(scene.pod(), 112_000); // kubelet knows why
      scene.kubeletSets(scene.container("c1"), 80_000);
      node.faults().failNext(Operation.READ, scene.quotaFile(scene.container("c2")), Errno.EIO);

      assertThrows(IOException.class, () -> scene.reconcile(scene.web("800m", "300m")));
      scene.reconcile(scene.web("800m", "300m"));

      assertQuotas(scene, 112_000, 80_000, 30_000);
    }
  }

  /** As the one before, when rubik has written over what kubelet wrote. */
  @EveryLayout
  void growthIsNotForgottenWhenACgroupCannotBeReadAtFirst(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      scene.reconcile(scene.web());
      node.faults().failNext(Operation.READ, scene.quotaFile(scene.container("c2")), Errno.EIO);

      assertThrows(IOException.class, () -> scene.reconcile(scene.web("800m", "300m")));
      scene.reconcile(scene.web("800m", "300m"));

      assertQuotas(scene, 110_000, 80_000, 30_000);
    }
  }

  /** With the resize policy RestartContainer; the pod was put back to its old quota for ever. */
  @EveryLayout
  void resizeThatRestartsTheContainerIsFollowed(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      scene.reconcile(scene.web());
      scene.raiseFirst();
      node.remove(scene.container("c1"));
      scene.kubeletSets(scene.pod(), 110_000);
      node.cgroup(scene.container("c3"));
      scene.kubeletSets(scene.container("c3"), 80_000);
      Pod restarted = marked(scene).container("c2", "300m", "").named("c-c1", "c3", "800m").pod();

      scene.reconcile(restarted);

      assertEquals(110_000, scene.quota(scene.pod()));
      assertEquals(80_000, scene.quota(scene.container("c3")));
    }
  }

  /** A pod with a limit of its own keeps its quota; it was given the containers' growth. */
  @Test
  void containerOfAPodWithALimitOfItsOwnIsResizedAlone() throws IOException {
    try (TurboScene scene = v1()) {
      scene.kubeletSets(scene.pod(), 150_000);
      scene.reconcile(marked(scene).limits("1500m", "").container("c1", "500m", "").pod());
      scene.kubeletSets(scene.container("c1"), 80_000);

      scene.reconcile(marked(scene).limits("1500m", "").container("c1", "800m", "").pod());

      assertQuotas(scene, 150_000, 80_000, 30_000);
    }
  }

  /** The loop has written over what kubelet wrote; the pod kept its old quota for ever. */
  @Test
  void podWhoseOwnLimitIsResizedHasTheNewOne() throws IOException {
    try (TurboScene scene = v1()) {
      scene.kubeletSets(scene.pod(), 90_000);
      scene.reconcile(marked(scene).limits("900m", "").container("c1", "500m", "").pod());

      scene.reconcile(marked(scene).limits("1200m", "").container("c1", "500m", "").pod());

      assertQuotas(scene, 120_000, 50_000, 30_000);
      scene.stop();
      assertQuotas(scene, 120_000, 50_000, 30_000);
    }
  }

  /** It has no quota then, nor has its pod. */
  @EveryLayout
  void containerWhoseLimitIsTakenAwayHasNone(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      scene.reconcile(scene.web());
      scene.raiseFirst();
      scene.kubeletSets(scene.pod(), -1);
      scene.kubeletSets(scene.container("c1"), -1);

      scene.reconcile(scene.web("", "300m"));

      assertQuotas(scene, -1, -1, 30_000);
      scene.stop();
      assertQuotas(scene, -1, -1, 30_000);
    }
  }

  /** One with a limit of all CPUs is not raised, but counts for its pod. */
  @Test
  void containerWithAllCpusIsResized() throws IOException {
    try (TurboScene scene = v1()) {
      scene.kubeletSets(scene.pod(), 250_000);
      scene.kubeletSets(scene.container("c1"), 200_000);
      scene.kubeletSets(scene.container("c2"), 50_000);
      scene.reconcile(scene.web("2", "500m"));

      scene.kubeletSets(scene.container("c1"), 300_000);
      scene.reconcile(scene.web("3", "500m"));

      assertQuotas(scene, 350_000, 300_000, 50_000);
    }
  }

  /** The pod has overhead of 10 ms, which the limits do not tell. */
  @EveryLayout
  void resizeWhileRubikWasDownIsFollowed(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      scene.kubeletSets(scene.pod(), 90_000);
      scene.reconcile(scene.web());
      scene.raiseFirst();
      scene.kubeletSets(scene.pod(), 120_000);
      scene.kubeletSets(scene.container("c1"), 80_000);

      scene.crashAndStart();
      scene.reconcile(scene.web("800m", "300m"));
      assertQuotas(scene, 120_000, 80_000, 30_000);

      scene.stop();
      assertQuotas(scene, 120_000, 80_000, 30_000);
    }
  }

  @EveryLayout
  void shrinkWhileRubikWasDownIsFollowed(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      scene.kubeletSets(scene.pod(), 90_000);
      scene.reconcile(scene.web());
      scene.raiseFirst();

      scene.crashAndStart();
      scene.reconcile(scene.web("400m", "300m"));
      assertQuotas(scene, 80_000, 40_000, 30_000);
    }
  }

  /** Its init container has ended; the sum of all limits was taken for the pod's quota. */
  @EveryLayout
  void raiseWithoutAJournalIsUndoneWithoutTheInitContainers(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      scene.kubeletSets(scene.pod(), 100_000);
      scene.kubeletSets(scene.container("c1"), 70_000);
      Pod web =
          marked(scene)
              .ended("c0", "600m")
              .container("c1", "500m", "")
              .container("c2", "300m", "")
              .pod();

      scene.reconcile(web);

      assertQuotas(scene, 80_000, 50_000, 30_000);
    }
  }

  /** Nobody can tell what the pod had: it gets what its containers need. */
  @EveryLayout
  void containerAloneThatWasChangedDoesNotCostThePodItsQuota(CgroupFixture node)
      throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      scene.kubeletSets(scene.container("c1"), 70_000);
      scene.reconcile(scene.web());
      assertQuotas(scene, 80_000, 50_000, 30_000);
    }
    try (TurboScene scene = v1()) {
      scene.kubeletSets(scene.container("c1"), 20_000);
      scene.reconcile(scene.web());
      assertQuotas(scene, 80_000, 50_000, 30_000);
    }
  }

  /** What no kernel takes is written nowhere. */
  @EveryLayout
  void absurdLimitStaysWithinWhatTheKernelTakes(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      scene.reconcile(scene.web());
      scene.raiseFirst();

      String absurd = "999999999999999";
      scene.reconcile(scene.web(absurd, absurd));
      long most = 17_592_186_000_000L;
      assertQuotas(scene, most, most, most);

      scene.reconcile(scene.web());
      assertQuotas(scene, 80_000, 50_000, 30_000);
    }
  }
}
