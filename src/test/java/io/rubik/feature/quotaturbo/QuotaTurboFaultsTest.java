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
import io.rubik.testing.LogCapture;
import io.rubik.testing.Recording.Write;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinylog.Level;

/** Writes that fail, files that cannot be read, and deaths between two writes. */
final class QuotaTurboFaultsTest {

  private static final long CLASS = 200_000;

  /** The class of the pod has a quota too, so that a change takes three writes. */
  private static TurboScene scene(CgroupFixture node) throws IOException {
    TurboScene scene = new TurboScene(node).makeWeb();
    scene.kubeletSets(node.qosPath(TurboScene.BURSTABLE), CLASS);
    scene.reconcile(scene.web());
    return scene;
  }

  private static void assertRaised(TurboScene scene, long raised) {
    assertEquals(CLASS + raised, scene.quota(scene.node().qosPath(TurboScene.BURSTABLE)), "class");
    assertEquals(80_000 + raised, scene.quota(scene.pod()), "pod");
    assertEquals(50_000 + raised, scene.quota(scene.container("c1")), "c1");
  }

  private static List<String> levels(TurboScene scene) {
    String burstable = scene.node().qosPath(TurboScene.BURSTABLE);
    return List.of(burstable, scene.pod(), scene.container("c1"));
  }

  private static long raised(TurboScene scene) {
    return scene.quota(scene.container("c1")) - 50_000;
  }

  /** Every write of a raise fails once, and nothing of the raise is left. */
  @EveryLayout
  void raiseOfWhichAWriteFailsIsUndone(CgroupFixture node) throws IOException {
    try (TurboScene scene = scene(node)) {
      for (String level : levels(scene)) {
        scene.run(60, 5);
        node.faults().failNext(Operation.WRITE, scene.quotaFile(level), Errno.EINVAL);
        scene.run(8, 5, scene.container("c1"));
        assertRaised(scene, 0);

        scene.reconcile(scene.web());
      }
      scene.raiseFirst();
      assertTrue(raised(scene) > 5000);
      assertRaised(scene, raised(scene));
    }
  }

  /** As before, when quotas fall. */
  @EveryLayout
  void fallOfWhichAWriteFailsIsUndoneAndDoneLater(CgroupFixture node) throws IOException {
    try (TurboScene scene = scene(node)) {
      for (String level : levels(scene)) {
        scene.raiseFirst();
        long raised = raised(scene);
        assertTrue(raised > 5000);
        node.faults().failNext(Operation.WRITE, scene.quotaFile(level), Errno.EINVAL);
        scene.run(1, 95);
        assertRaised(scene, raised);

        scene.reconcile(scene.web());
        assertRaised(scene, 0);
        scene.run(700, 5);
      }
    }
  }

  /** One that cannot be undone at once is at the next reconcile. */
  @EveryLayout
  void whatCannotBeUndoneIsRepaired(CgroupFixture node) throws IOException {
    try (TurboScene scene = scene(node)) {
      scene.run(60, 5);
      String pod = scene.quotaFile(scene.pod());
      node.faults()
          .failAlways(Operation.WRITE, scene.quotaFile(scene.container("c1")), Errno.EINVAL);
      node.faults()
          .beforeNext(
              Operation.WRITE,
              pod,
              () -> node.faults().failNext(Operation.WRITE, pod, Errno.EBUSY));
      scene.run(8, 5, scene.container("c1"));
      assertTrue(scene.quota(scene.pod()) > 80_000);

      node.faults().clear();
      scene.reconcile(scene.web());

      assertRaised(scene, 0);
      scene.stop();
      assertRaised(scene, 0);
    }
  }

  /** Rubik is killed before each write of the first raise and of the fall after it. */
  @EveryLayout
  void deathBetweenAnyTwoWritesLosesNoOriginal(CgroupFixture node) throws IOException {
    try (TurboScene scene = scene(node)) {
      for (String level : levels(scene)) {
        scene.run(60, 5);
        dieAt(scene, level, () -> scene.run(8, 5, scene.container("c1")));
        assertRaised(scene, 0);

        scene.raiseFirst();
        assertTrue(raised(scene) > 5000);
        dieAt(scene, level, () -> scene.run(1, 95));
        assertRaised(scene, 0);
        scene.run(700, 5);
      }
      scene.stop();
      assertRaised(scene, 0);
      assertEquals(30_000, scene.quota(scene.container("c2")));
    }
  }

  private interface Action {
    void run() throws IOException;
  }

  private static final class Death extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static void dieAt(TurboScene scene, String level, Action action) throws IOException {
    scene
        .node()
        .faults()
        .beforeNext(
            Operation.WRITE,
            scene.quotaFile(level),
            () -> {
              throw new Death();
            });
    assertThrows(Death.class, action::run);
    scene.crashAndStart();
    scene.reconcile(scene.web());
  }

  /**
   * The first of its writes goes to the highest level, the last to the container; falls reverse.
   */
  @Test
  void writesAreInTheOrderTheKernelTakes() throws IOException {
    try (TurboScene scene = scene(CgroupFixture.v1().cgroupfs().mainline())) {
      scene.run(60, 5);
      scene.node().recording().clear();
      scene.run(1, 5, scene.container("c1"));
      scene.run(1, 5, scene.container("c1"));
      List<String> files = levels(scene).stream().map(scene::quotaFile).toList();
      assertEquals(files, written(scene).subList(0, 3));

      scene.node().recording().clear();
      scene.run(1, 95);
      assertEquals(files.reversed(), written(scene));
    }
  }

  private static List<String> written(TurboScene scene) {
    return scene.node().recording().writes().stream()
        .map(Write::path)
        .filter(path -> path.startsWith("/sys/fs/cgroup"))
        .toList();
  }

  /** On cgroup v1, as systemd mounts it. */
  @Test
  void joinedControllersAreOneHierarchy() throws IOException {
    try (TurboScene scene = scene(CgroupFixture.v1Joined().systemd().mainline())) {
      scene.raiseFirst();
      assertTrue(raised(scene) > 5000);
      assertRaised(scene, raised(scene));
      scene.run(10, 95);
      assertRaised(scene, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"EIO", "ENODEV"})
  void containerThatCannotBeReadKeepsNoDescriptor(String errno) throws IOException {
    try (CgroupFixture node = CgroupFixture.v1().cgroupfs().mainline();
        TurboScene scene = scene(node);
        LogCapture log = new LogCapture(Level.INFO)) {
      String usage = node.file("cpuacct", scene.container("c1"), "cpuacct.usage");
      node.faults().failAlways(Operation.READ, usage, Errno.valueOf(errno));
      for (int i = 0; i < 5; i++) {
        scene.run(2, 5);
        assertEquals(2, node.recording().openNow().size());
        scene.reconcile(scene.web());
        assertEquals(4, node.recording().openNow().size());
      }
      assertEquals(1, log.lines("container c-c1: its quota is not adjusted until"), log.text());
      assertEquals(0, log.lines("recovered"), log.text());

      node.faults().clear();
      scene.raiseFirst();
      assertTrue(raised(scene) > 5000);
      assertEquals(1, log.lines("container c-c1: recovered after"), log.text());
    }
  }

  /** It kept what it had for up to half a minute, whatever the node's load. */
  @EveryLayout
  void raisedContainerThatCannotBeReadFallsBackToItsLimit(CgroupFixture node) throws IOException {
    try (TurboScene scene = scene(node)) {
      scene.raiseFirst();
      assertTrue(raised(scene) > 5000);
      String stat = node.file("cpu", scene.container("c1"), "cpu.stat");
      node.faults().failAlways(Operation.READ, stat, Errno.EIO);

      scene.run(1, 95);

      assertRaised(scene, 0);
    }
  }

  @EveryLayout
  void fileThatCannotBeOpenedLeavesNoneOpen(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      String usage =
          node.isV2()
              ? node.file("cpu", scene.container("c1"), "cpu.stat")
              : node.file("cpuacct", scene.container("c1"), "cpuacct.usage");
      node.faults().failAlways(Operation.OPEN, usage, Errno.EIO);

      assertThrows(IOException.class, () -> scene.reconcile(scene.web()));

      String c1 = scene.container("c1");
      assertEquals(
          List.of(),
          node.recording().openNow().stream().filter(each -> each.contains(c1)).toList());
    }
  }

  @EveryLayout
  void containerThatThePodHasNoLongerLeavesNoneOpen(CgroupFixture node) throws IOException {
    try (TurboScene scene = scene(node)) {
      scene.reconcile(
          scene
              .bare()
              .annotation(CpuAnnotations.QUOTA_TURBO.key(), "true")
              .container("c2", "300m", "")
              .pod());

      String c1 = scene.container("c1");
      assertEquals(
          List.of(),
          node.recording().openNow().stream().filter(each -> each.contains(c1)).toList());
    }
  }

  @EveryLayout
  void hundredsOfPodsThatGoLeaveNothingOpen(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node)) {
      List<Pod> pods = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        PodFixture pod = scene.bare("p" + i).annotation(CpuAnnotations.QUOTA_TURBO.key(), "true");
        Pod made = pod.container("c" + i, "500m", "").pod();
        node.cgroup(made.containers().getFirst().cgroupPath());
        scene.kubeletSets(made.cgroupPath(), 50_000);
        scene.kubeletSets(made.containers().getFirst().cgroupPath(), 50_000);
        scene.reconcile(made);
        pods.add(made);
      }
      scene.run(2, 5);
      assertEquals(200 * (node.isV2() ? 1 : 2), node.recording().openNow().size());

      for (Pod pod : pods.subList(0, 100)) {
        node.remove(pod.cgroupPath());
      }
      scene.run(1, 5);
      assertEquals(100 * (node.isV2() ? 1 : 2), node.recording().openNow().size());
      for (Pod pod : pods) {
        scene.remove(pod);
      }
      assertEquals(List.of(), node.recording().openNow());
    }
  }

  @EveryLayout
  void featureThatStopsLeavesNothingOpen(CgroupFixture node) throws IOException {
    try (TurboScene scene = scene(node)) {
      scene.run(2, 5);
      scene.stop();
      assertEquals(List.of(), node.recording().openNow());
    }
  }
}
