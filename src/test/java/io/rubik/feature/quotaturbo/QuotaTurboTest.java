package io.rubik.feature.quotaturbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.capability.UnavailableException;
import io.rubik.feature.CpuAnnotations;
import io.rubik.feature.PodState;
import io.rubik.pod.Pod;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Errno;
import io.rubik.testing.EveryLayout;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.LogCapture;
import io.rubik.testing.Thrown;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;

/**
 * <pre>
 * /sys/fs/cgroup/cpu/kubepods/burstable/poduid-web/{c1,c2}
 *                             -1        80000       50000,30000
 * </pre>
 */
final class QuotaTurboTest {

  private static TurboScene v1() throws IOException {
    return new TurboScene(CgroupFixture.v1().cgroupfs().mainline());
  }

  private static void assertQuotas(TurboScene scene, long pod, long first, long second) {
    assertEquals(pod, scene.quota(scene.pod()), "pod");
    assertEquals(first, scene.quota(scene.container("c1")), "c1");
    assertEquals(second, scene.quota(scene.container("c2")), "c2");
  }

  /** Returns how much c1 has beyond its limit, which its pod has too. */
  private static long raised(TurboScene scene) {
    long raised = scene.quota(scene.container("c1")) - 50_000;
    assertTrue(raised > 5000, raised + " µs");
    assertQuotas(scene, 80_000 + raised, 50_000 + raised, 30_000);
    return raised;
  }

  @EveryLayout
  void throttledContainerGetsMoreAndItsPodAsMuchUntilTheNodeIsBusy(CgroupFixture node)
      throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      assertEquals(PodState.SETTLED, scene.reconcile(scene.web()));
      scene.raiseFirst();

      raised(scene);
      assertEquals(-1, scene.quota(node.qosPath("burstable")));

      scene.run(10, 95, scene.container("c1"));
      assertQuotas(scene, 80_000, 50_000, 30_000);
    }
  }

  @EveryLayout
  void originalsAreRestoredWhenTheFeatureStops(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      scene.reconcile(scene.web());
      scene.raiseFirst();
      raised(scene);

      scene.stop();

      assertQuotas(scene, 80_000, 50_000, 30_000);
    }
  }

  @EveryLayout
  void podThatLosesTheAnnotationGetsItsQuotasBack(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      scene.reconcile(scene.web());
      scene.raiseFirst();
      raised(scene);

      Pod without = scene.bare().container("c1", "500m", "").container("c2", "300m", "").pod();
      assertEquals(PodState.SETTLED, scene.reconcile(without));
      scene.run(20, 5, scene.container("c1"));

      assertQuotas(scene, 80_000, 50_000, 30_000);
    }
  }

  @EveryLayout
  void crashIsFollowedByTheQuotasOfTheLimitsAndThenByTheOriginals(CgroupFixture node)
      throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      scene.kubeletSets(scene.pod(), 90_000); // an init container's limit, or overhead
      scene.reconcile(scene.web());
      scene.raiseFirst();
      assertTrue(scene.quota(scene.container("c1")) > 55_000);

      scene.crashAndStart();
      scene.reconcile(scene.web());
      assertQuotas(scene, 90_000, 50_000, 30_000);

      scene.raiseFirst();
      assertTrue(scene.quota(scene.container("c1")) > 55_000);
      scene.stop();
      assertQuotas(scene, 90_000, 50_000, 30_000);
    }
  }

  @EveryLayout
  void raiseWithoutAJournalIsUndoneAtStartForGood(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      scene.kubeletSets(scene.pod(), 100_000);
      scene.kubeletSets(scene.container("c1"), 70_000);

      scene.reconcile(scene.web());
      assertQuotas(scene, 80_000, 50_000, 30_000);

      scene.stop();
      assertQuotas(scene, 80_000, 50_000, 30_000);
    }
  }

  @EveryLayout
  void restartedContainerStartsWithItsLimit(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      scene.reconcile(scene.web());
      scene.raiseFirst();
      raised(scene);

      node.remove(scene.container("c1"));
      scene.run(2, 5);
      node.cgroup(scene.container("c3"));
      scene.kubeletSets(scene.container("c3"), 50_000);
      Pod restarted =
          scene
              .bare()
              .annotation(CpuAnnotations.QUOTA_TURBO.key(), "true")
              .container("c3", "500m", "")
              .container("c2", "300m", "")
              .pod();
      assertEquals(PodState.SETTLED, scene.reconcile(restarted));

      assertEquals(80_000, scene.quota(scene.pod()));
      scene.raise("c3");
      assertTrue(scene.quota(scene.container("c3")) > 55_000);
    }
  }

  @EveryLayout
  void recreatedCgroupStartsWithItsLimit(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      scene.reconcile(scene.web());
      scene.raiseFirst();
      raised(scene);

      node.remove(scene.pod());
      scene.run(2, 5);
      assertEquals(PodState.CGROUP_AWAITED, scene.reconcile(scene.web()));
      scene.makeWeb();
      assertEquals(PodState.SETTLED, scene.reconcile(scene.web()));
      assertQuotas(scene, 80_000, 50_000, 30_000);

      scene.raise("c2");
      assertTrue(scene.quota(scene.container("c2")) > 32_000);
    }
  }

  @EveryLayout
  void externalChangeIsUndone(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb();
        LogCapture log = new LogCapture()) {
      scene.reconcile(scene.web());
      scene.raiseFirst();
      long raised = raised(scene);
      scene.kubeletSets(scene.container("c1"), 40_000);
      scene.kubeletSets(scene.pod(), 70_000);

      scene.reconcile(scene.web());

      assertEquals(raised, raised(scene));
      assertEquals(2, log.lines("by another process; restored to"), log.text());
    }
  }

  @EveryLayout
  void classWithAQuotaGrowsAndShrinksWithItsPods(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      String burstable = node.qosPath("burstable");
      scene.kubeletSets(burstable, 80_000);
      scene.reconcile(scene.web());
      scene.raiseFirst();
      long raised = raised(scene);
      assertEquals(80_000 + raised, scene.quota(burstable));

      scene.reconcile(scene.web());
      assertEquals(80_000 + raised, scene.quota(burstable));

      scene.remove(scene.web());
      assertEquals(80_000, scene.quota(burstable));
      assertQuotas(scene, 80_000, 50_000, 30_000);
      scene.stop();
    }
  }

  @EveryLayout
  void quotaGivenToARaisedClassByAnotherProcessIsKeptInTheEnd(CgroupFixture node)
      throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      String burstable = node.qosPath("burstable");
      scene.kubeletSets(burstable, 80_000);
      scene.reconcile(scene.web());
      scene.raiseFirst();
      raised(scene);
      scene.kubeletSets(burstable, 120_000);
      scene.reconcile(scene.web());

      scene.stop();

      assertEquals(120_000, scene.quota(burstable));
    }
  }

  @EveryLayout
  void writesBeforeOneThatFailsAreUndone(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb();
        LogCapture log = new LogCapture()) {
      scene.reconcile(scene.web());
      node.faults()
          .failAlways(Operation.WRITE, scene.quotaFile(scene.container("c1")), Errno.EINVAL);
      scene.raiseFirst();

      assertQuotas(scene, 80_000, 50_000, 30_000);
      assertEquals(1, log.lines("container c-c1: its quota is not adjusted until"), log.text());

      node.faults().clear();
      scene.reconcile(scene.web());
      scene.raiseFirst();
      raised(scene);
    }
  }

  @Test
  void oneContainerThatCannotBeReadDoesNotStopTheOthers() throws IOException {
    try (TurboScene scene = v1().makeWeb();
        LogCapture log = new LogCapture()) {
      scene.reconcile(scene.web());
      scene.node().set("cpu", scene.container("c2"), "cpu.stat", "nonsense");
      scene.raiseFirst();

      raised(scene);
      assertEquals(1, log.lines("there is no nr_throttled"), log.text());
    }
  }

  @Test
  void podWithoutTheAnnotationIsNotTouched() throws IOException {
    try (TurboScene scene = v1().makeWeb()) {
      scene.kubeletSets(scene.container("c1"), 70_000);
      scene.reconcile(scene.bare().container("c1", "500m", "").pod());
      scene.run(50, 5, scene.container("c1"));

      assertEquals(List.of(), scene.node().recording().openings());
    }
  }

  @Test
  void unclearAnnotationIsWarnedAboutOnceAndMeansNo() throws IOException {
    try (TurboScene scene = v1().makeWeb();
        LogCapture log = new LogCapture()) {
      Pod unclear =
          scene
              .bare()
              .annotation(CpuAnnotations.QUOTA_TURBO.key(), "yes")
              .container("c1", "500m", "")
              .pod();
      scene.reconcile(unclear);
      scene.reconcile(unclear);
      scene.raiseFirst();

      assertEquals(List.of(), scene.node().recording().openings());
      assertEquals(1, log.lines("volcano.sh/quota-turbo \"yes\""), log.text());
    }
  }

  @Test
  void burstAndTurboOnOnePodIsAnErrorAndNothingIsDone() throws IOException {
    try (TurboScene scene = v1().makeWeb();
        LogCapture log = new LogCapture(Level.ERROR)) {
      scene.reconcile(scene.web());
      scene.raiseFirst();
      raised(scene);
      Pod both =
          scene
              .bare()
              .annotation(CpuAnnotations.QUOTA_TURBO.key(), "true")
              .annotation(CpuAnnotations.QUOTA_BURST_TIME.key(), "1000")
              .container("c1", "500m", "")
              .container("c2", "300m", "")
              .pod();
      scene.reconcile(both);
      scene.reconcile(both);
      scene.run(8, 5, scene.container("c1"));

      assertQuotas(scene, 80_000, 50_000, 30_000);
      assertEquals(1, log.lines("has both"), log.text());
    }
  }

  @Test
  void containersThatAreNotEligibleAreNamedOnceAndPodWithoutQuotaIsLeftAlone() throws IOException {
    try (TurboScene scene = v1().makeWeb();
        LogCapture log = new LogCapture(Level.INFO)) {
      scene.kubeletSets(scene.pod(), -1);
      scene.kubeletSets(scene.container("c2"), -1);
      scene.reconcile(scene.web("500m", ""));
      scene.reconcile(scene.web("500m", ""));
      scene.run(60, 5);
      scene.run(8, 5, scene.container("c1"), scene.container("c2"));

      assertEquals(-1, scene.quota(scene.pod()));
      assertEquals(-1, scene.quota(scene.container("c2")));
      assertTrue(scene.quota(scene.container("c1")) > 55_000);
      assertEquals(1, log.lines("container c-c2: has no CPU limit"), log.text());

      scene.reconcile(scene.web("2", ""));
      assertEquals(1, log.lines("container c-c1: has a CPU limit of 2000m"), log.text());
      assertEquals(200_000, scene.quota(scene.container("c1")));
    }
  }

  /** But the number of CPUs, once a second. */
  @EveryLayout
  void steadyStateOpensNothing(CgroupFixture node) throws IOException {
    try (TurboScene scene = new TurboScene(node).makeWeb()) {
      scene.reconcile(scene.web());
      scene.run(40, 5);
      AtomicInteger opened = new AtomicInteger();
      AtomicInteger read = new AtomicInteger();
      node.faults().beforeEvery(Operation.OPEN, opened::incrementAndGet);
      node.faults().beforeEvery(Operation.READ, read::incrementAndGet);

      scene.run(9, 5);

      assertEquals(0, opened.get());
      assertEquals(9 * (1 + (node.isV2() ? 2 : 4)), read.get());
    }
  }

  @Test
  void containerWhoseCgroupIsGoneIsLeftOut() throws IOException {
    try (TurboScene scene = v1().makeWeb();
        LogCapture log = new LogCapture()) {
      scene.reconcile(scene.web());
      scene.node().remove(scene.container("c2"));
      scene.run(60, 5);
      scene.run(8, 5, scene.container("c1"));

      assertTrue(scene.quota(scene.container("c1")) > 55_000);
      assertEquals(PodState.CGROUP_AWAITED, scene.reconcile(scene.web()));
      scene.remove(scene.web());
      assertEquals(50_000, scene.quota(scene.container("c1")));
      assertEquals("", log.text());
    }
  }

  @Test
  void missingKernelInterfaceIsNamedAtStart() throws IOException {
    try (TurboScene scene = v1()) {
      scene.node().setFile("/sys/devices/system/cpu/online", "none\n");
      scene.pass(Duration.ofSeconds(1));
      String cpus = Thrown.message(UnavailableException.class, () -> scene.feature().start());
      assertTrue(cpus.contains("/sys/devices/system/cpu/online"), cpus);

      scene.node().removeFile("cpuacct", ".", "cpuacct.usage");
      scene.node().removeFile("cpuacct", "kubepods", "cpuacct.usage");
      String usage = Thrown.message(UnavailableException.class, () -> scene.feature().start());
      assertTrue(usage.contains("cpuacct.usage"), usage);
      assertTrue(usage.contains("CONFIG_CFS_BANDWIDTH"), usage);
    }
  }
}
