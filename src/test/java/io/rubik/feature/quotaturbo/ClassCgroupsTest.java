package io.rubik.feature.quotaturbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.feature.CpuAnnotations;
import io.rubik.pod.Pod;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.EveryLayout;
import io.rubik.testing.LogCapture;
import java.io.IOException;

/**
 * The cgroup of the class Burstable, to which another process gave a quota, with two pods of it:
 *
 * <pre>
 * /sys/fs/cgroup/cpu/kubepods/burstable/poduid-web/{c1,c2}
 *                             130000    80000       50000,30000
 *                                       poduid-db/d1
 *                                       50000     50000
 * </pre>
 */
final class ClassCgroupsTest {

  private static final long FOUND = 130_000;

  private static TurboScene scene(CgroupFixture node) throws IOException {
    TurboScene scene = new TurboScene(node).makeWeb();
    node.pod(TurboScene.BURSTABLE, "uid-db", "d1");
    scene.kubeletSets(burstable(node), FOUND);
    scene.kubeletSets(db(node), 50_000);
    scene.kubeletSets(d1(node), 50_000);
    return scene;
  }

  private static String burstable(CgroupFixture node) {
    return node.qosPath(TurboScene.BURSTABLE);
  }

  private static String db(CgroupFixture node) {
    return node.podPath(TurboScene.BURSTABLE, "uid-db");
  }

  private static String d1(CgroupFixture node) {
    return node.containerPath(TurboScene.BURSTABLE, "uid-db", "d1");
  }

  private static Pod dbPod(TurboScene scene) {
    return scene
        .bare("db")
        .annotation(CpuAnnotations.QUOTA_TURBO.key(), "true")
        .container("d1", "500m", "")
        .pod();
  }

  /** Raises containers of both pods. */
  private static void raiseBoth(TurboScene scene, CgroupFixture node) throws IOException {
    scene.reconcile(scene.web());
    scene.reconcile(dbPod(scene));
    scene.run(60, 5);
    scene.run(8, 5, scene.container("c1"), d1(node));
  }

  private static long raised(TurboScene scene, String path) {
    long raised = scene.quota(path) - 50_000;
    assertTrue(raised > 2000, raised + " µs");
    return raised;
  }

  @EveryLayout
  void keepsWhatOnePodNeedsWhenTheOtherLeaves(CgroupFixture node) throws IOException {
    try (TurboScene scene = scene(node)) {
      raiseBoth(scene, node);
      long web = raised(scene, scene.container("c1"));
      long db = raised(scene, d1(node));
      assertEquals(FOUND + web + db, scene.quota(burstable(node)));

      scene.remove(scene.web());
      assertEquals(FOUND + db, scene.quota(burstable(node)));
      assertEquals(50_000 + db, scene.quota(db(node)));

      scene.stop();
      assertEquals(FOUND, scene.quota(burstable(node)));
      assertEquals(50_000, scene.quota(d1(node)));
    }
  }

  /** On cgroup v1 the class cannot be lowered before all its pods are: it is tried again then. */
  @EveryLayout
  void crashWithTwoRaisedPodsEndsWithTheOriginals(CgroupFixture node) throws IOException {
    try (TurboScene scene = scene(node)) {
      scene.kubeletSets(burstable(node), 80_000);
      raiseBoth(scene, node);
      raised(scene, scene.container("c1"));

      scene.crashAndStart();
      if (node.isV2()) {
        scene.reconcile(dbPod(scene));
      } else {
        assertThrows(IOException.class, () -> scene.reconcile(dbPod(scene)));
      }
      scene.reconcile(scene.web());

      assertEquals(80_000, scene.quota(burstable(node)));
      assertEquals(80_000, scene.quota(scene.pod()));
      assertEquals(50_000, scene.quota(db(node)));
    }
  }

  /** It was put back for ever to what it had been when rubik first saw it. */
  @EveryLayout
  void isLeftAloneWhileNothingIsRaised(CgroupFixture node) throws IOException {
    try (TurboScene scene = scene(node);
        LogCapture log = new LogCapture()) {
      scene.reconcile(scene.web());
      scene.kubeletSets(burstable(node), 150_000);
      scene.reconcile(scene.web());
      assertEquals(150_000, scene.quota(burstable(node)));

      scene.kubeletSets(burstable(node), 110_000);
      scene.reconcile(scene.web());
      assertEquals(110_000, scene.quota(burstable(node)));

      scene.raiseFirst();
      long web = raised(scene, scene.container("c1"));
      assertEquals(110_000 + web, scene.quota(burstable(node)));

      scene.remove(scene.web());
      assertEquals(110_000, scene.quota(burstable(node)));
      assertEquals("", log.text());
    }
  }

  @EveryLayout
  void quotaThatIsTakenAwayStaysAway(CgroupFixture node) throws IOException {
    try (TurboScene scene = scene(node)) {
      raiseBoth(scene, node);
      scene.kubeletSets(burstable(node), -1);

      scene.reconcile(scene.web());
      scene.run(5, 5, scene.container("c1"), d1(node));

      assertEquals(-1, scene.quota(burstable(node)));
      raised(scene, scene.container("c1"));
    }
  }
}
