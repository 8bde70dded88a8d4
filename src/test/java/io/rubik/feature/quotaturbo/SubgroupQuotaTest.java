package io.rubik.feature.quotaturbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Errno;
import io.rubik.testing.EveryLayout;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The tasks of c1 are in a cgroup that crun has made below its own. Both have the quota, or the
 * lower one alone. To raise the upper one had no effect.
 */
final class SubgroupQuotaTest {

  private static String tasks(TurboScene scene) {
    return scene.node().subgroupPath(TurboScene.BURSTABLE, TurboScene.UID, "c1");
  }

  private static void makeSubgroup(TurboScene scene, long micros) {
    scene.node().cgroup(tasks(scene));
    scene.kubeletSets(tasks(scene), micros);
  }

  private static void raise(TurboScene scene) throws IOException {
    scene.run(60, 5);
    scene.run(8, 5, tasks(scene));
  }

  /** Returns how much c1 has beyond its limit, which the others have too. */
  private static long raised(TurboScene scene) {
    long micros = scene.quota(tasks(scene)) - 50_000;
    assertEquals(
        List.of(50_000 + micros, 80_000 + micros, 30_000L),
        List.of(
            scene.quota(scene.container("c1")),
            scene.quota(scene.pod()),
            scene.quota(scene.container("c2"))));
    return micros;
  }

  @EveryLayout
  void bothAreRaisedLoweredAndRestored(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      makeSubgroup(scene, 50_000);
      scene.reconcile(scene.web());
      raise(scene);
      assertTrue(raised(scene) > 5000);

      scene.run(10, 95, tasks(scene));
      assertEquals(0, raised(scene));

      raise(scene);
      assertTrue(raised(scene) > 5000);
      scene.stop();
      assertEquals(0, raised(scene));
    }
  }

  /** crun 1.8: systemd is told nothing of the limits. */
  @EveryLayout
  void quotaOfTheSubgroupAloneIsRaised(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      scene.kubeletSets(scene.container("c1"), -1);
      makeSubgroup(scene, 50_000);
      scene.reconcile(scene.web());
      raise(scene);

      long micros = scene.quota(tasks(scene)) - 50_000;
      assertTrue(micros > 5000, micros + " µs");
      assertEquals(80_000 + micros, scene.quota(scene.pod()));
      assertEquals(-1, scene.quota(scene.container("c1")));

      scene.reconcile(scene.web("700m", "300m"));
      scene.stop();
      assertEquals(70_000, scene.quota(tasks(scene)));
      assertEquals(-1, scene.quota(scene.container("c1")));
    }
  }

  @EveryLayout
  void lookAtThePodKeepsTheRaise(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      makeSubgroup(scene, 50_000);
      scene.reconcile(scene.web());
      raise(scene);
      long before = raised(scene);

      scene.reconcile(scene.web());

      assertTrue(before > 5000);
      assertEquals(before, raised(scene));
    }
  }

  @EveryLayout
  void subgroupThatAppearsLaterGetsWhatItsContainerHas(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      scene.reconcile(scene.web());
      scene.raiseFirst();
      makeSubgroup(scene, 50_000);

      scene.reconcile(scene.web());
      assertEquals(
          scene.quota(scene.container("c1")), scene.quota(tasks(scene)), "at the next look");

      raise(scene);
      assertTrue(raised(scene) > 5000);
    }
  }

  @EveryLayout
  void limitThatIsChangedInPlaceIsFollowed(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      makeSubgroup(scene, 50_000);
      scene.reconcile(scene.web());
      raise(scene);

      scene.reconcile(scene.web("700m", "300m"));
      assertEquals(70_000, scene.quota(tasks(scene)));
      assertEquals(70_000, scene.quota(scene.container("c1")));
      scene.stop();
      assertEquals(70_000, scene.quota(tasks(scene)));
      assertEquals(70_000, scene.quota(scene.container("c1")));
    }
  }

  @EveryLayout
  void afterACrashBothReturnToTheLimit(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      makeSubgroup(scene, 50_000);
      scene.reconcile(scene.web());
      raise(scene);
      assertTrue(raised(scene) > 5000);

      scene.crashAndStart();
      scene.reconcile(scene.web());

      assertEquals(0, raised(scene));
    }
  }

  /** One that the container made itself, or that crun has only just made. */
  @EveryLayout
  void subgroupWithoutAQuotaIsLeftAlone(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      makeSubgroup(scene, -1);
      scene.reconcile(scene.web());
      scene.raiseFirst();

      assertEquals(-1, scene.quota(tasks(scene)));
      assertTrue(scene.quota(scene.container("c1")) > 55_000);
    }
  }

  /** systemd keeps quotas in whole 10 ms a second, rounded up. */
  @Test
  void quotaThatSystemdHasRoundedUpIsNotChangedBeforeTheRaise() throws IOException {
    CgroupFixture node = CgroupFixture.v2().systemd().mainline();
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      scene.kubeletSets(scene.container("c1"), 51_000);
      makeSubgroup(scene, 50_000);
      node.recording().clear();

      scene.reconcile(scene.web());
      assertEquals(List.of(), node.recording().writes());

      raise(scene);
      assertTrue(raised(scene) > 5000);
    }
  }

  @EveryLayout
  void refusedRaiseIsUndoneInBoth(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb();
        LogCapture _ = new LogCapture()) {
      makeSubgroup(scene, 50_000);
      scene.reconcile(scene.web());
      scene.run(60, 5);
      node.faults().failAlways(Operation.WRITE, scene.quotaFile(tasks(scene)), Errno.EINVAL);

      scene.run(2, 5, tasks(scene));

      assertEquals(0, raised(scene));
    }
  }
}
