package io.rubik.feature.quotaburst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.Failures.Attempt;
import io.rubik.control.ControlsFixture;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.PodState;
import io.rubik.feature.UnavailableException;
import io.rubik.host.HostPaths;
import io.rubik.pod.Pod;
import io.rubik.pod.CpuAnnotations;
import io.rubik.pod.PodKeys;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Errno;
import io.rubik.testing.EveryLayout;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.LogCapture;
import io.rubik.testing.Recording.Write;
import io.rubik.testing.Thrown;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On a {@link BurstyNode}; bursts are listed as those of the pod, then of its containers. */
final class QuotaBurstTest {

  private final CgroupFixture fixture = CgroupFixture.v1().cgroupfs().mainline();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static String logOf(Attempt action) throws IOException {
    try (LogCapture capture = new LogCapture()) {
      action.run();
      return capture.text();
    }
  }

  @EveryLayout
  void containersGetTheBurstAndThePodWhatTheyHaveTogether(CgroupFixture any) throws IOException {
    try (any) {
      BurstyNode node = new BurstyNode(any);

      assertEquals(PodState.SETTLED, node.reconcile(node.web("40000")));

      assertEquals(List.of("80000", "40000", "40000"), node.bursts("c1", "c2"));
      assertEquals(
          List.of(
              new Write(node.file(node.path("c1")), "40000"),
              new Write(node.file(node.path("c2")), "40000"),
              new Write(node.file(node.path()), "80000")),
          any.recording().writes().stream()
              .filter(write -> write.path().startsWith("/sys/"))
              .toList());
    }
  }

  @EveryLayout
  void changedAndRemovedAnnotationIsFollowed(CgroupFixture any) throws IOException {
    try (any) {
      BurstyNode node = new BurstyNode(any);
      node.reconcile(node.web("40000"));

      node.reconcile(node.web("10000"));
      assertEquals(List.of("20000", "10000", "10000"), node.bursts("c1", "c2"));

      node.reconcile(node.web().pod());
      assertEquals(List.of("0", "0", "0"), node.bursts("c1", "c2"));
    }
  }

  @EveryLayout
  void whatIsRefusedLeavesTheOthersTheirs(CgroupFixture any) throws IOException {
    try (any) {
      BurstyNode node = new BurstyNode(any);

      String log =
          logOf(() -> {
            node.reconcile(node.web("60000"));
            node.reconcile(node.web("60000"));
          });

      assertEquals(List.of("60000", "0", "60000"), node.bursts("c1", "c2"));
      assertEquals(
          "WARN PodBurst.give() pod default/web (uid-web): container c-c1 asks for 60000 µs, more"
              + " than its quota of 50000: it gets no burst\n",
          log);
    }
  }

  @EveryLayout
  void containerWithoutQuotaLeavesThePodWithoutOneAndItsBurst(CgroupFixture any)
      throws IOException {
    try (any) {
      BurstyNode node = new BurstyNode(any);
      node.setQuota(node.path(), -1);
      node.setQuota(node.path("c2"), -1);

      String log = logOf(() -> node.reconcile(node.web("40000")));

      assertEquals(List.of("0", "40000", "0"), node.bursts("c1", "c2"));
      assertTrue(log.contains("container c-c2 has no CPU quota: it gets no burst"), log);
      assertTrue(log.contains("the pod as a whole has no CPU quota: it gets no burst"), log);
    }
  }

  @EveryLayout
  void stopAndEndOfThePodGiveBackWhatWasThere(CgroupFixture any) throws IOException {
    try (any) {
      BurstyNode node = new BurstyNode(any);
      node.setBurst(node.path("c1"), 7000);
      node.reconcile(node.web("40000"));

      node.running().remove(node.web("40000"));
      assertEquals(List.of("0", "7000", "0"), node.bursts("c1", "c2"));

      node.reconcile(node.web("40000"));
      node.running().stop();
      assertEquals(List.of("0", "7000", "0"), node.bursts("c1", "c2"));
    }
  }

  @EveryLayout
  void afterACrashTheBurstIsClaimedWithItsTrueOriginal(CgroupFixture any) throws IOException {
    try (any) {
      BurstyNode node = new BurstyNode(any);
      node.setBurst(node.path("c1"), 7000);
      node.reconcile(node.web("40000"));

      node.running().crash();
      node.reconcile(node.web("30000"));
      node.running().ready();
      assertEquals(List.of("60000", "30000", "30000"), node.bursts("c1", "c2"));

      node.running().stop();
      assertEquals(List.of("0", "7000", "0"), node.bursts("c1", "c2"));
    }
  }

  @EveryLayout
  void annotationRemovedWhileRubikWasAwayIsFollowed(CgroupFixture any) throws IOException {
    try (any) {
      BurstyNode node = new BurstyNode(any);
      node.reconcile(node.web("40000"));

      node.running().crash();
      node.reconcile(node.web().pod());
      node.running().ready();

      assertEquals(List.of("0", "0", "0"), node.bursts("c1", "c2"));
    }
  }

  @EveryLayout
  void restartedContainerGetsTheBurstAgain(CgroupFixture any) throws IOException {
    try (any) {
      BurstyNode node = new BurstyNode(any);
      node.reconcile(node.web("40000"));
      any.remove(node.path("c1"));
      Pod restarted =
          node.bare()
              .annotation(PodKeys.QUOTA_BURST_TIME, "40000")
              .container("c3", "500m", "")
              .container("c2", "1", "")
              .pod();

      assertEquals(PodState.CGROUP_AWAITED, node.reconcile(restarted));
      assertEquals(List.of("40000", "40000"), node.bursts("c2"));

      any.cgroup(node.path("c3"));
      node.setQuota(node.path("c3"), 50_000);
      assertEquals(PodState.SETTLED, node.reconcile(restarted));
      assertEquals(List.of("80000", "40000", "40000"), node.bursts("c3", "c2"));
    }
  }

  @EveryLayout
  void burstThatSomebodyChangedIsPutBack(CgroupFixture any) throws IOException {
    try (any) {
      BurstyNode node = new BurstyNode(any);
      node.reconcile(node.web("40000"));
      node.setBurst(node.path("c1"), 0);

      node.reconcile(node.web("40000"));

      assertEquals(List.of("80000", "40000", "40000"), node.bursts("c1", "c2"));
    }
  }

  @EveryLayout
  void podThatWantsTurboTooIsRefusedOnceAndLosesItsBurst(CgroupFixture any) throws IOException {
    try (any) {
      BurstyNode node = new BurstyNode(any);
      node.reconcile(node.web("40000"));
      Pod both =
          node.web()
              .annotation(PodKeys.QUOTA_BURST_TIME, "40000")
              .annotation(PodKeys.QUOTA_TURBO, "true")
              .pod();

      String log =
          logOf(() -> {
            node.reconcile(both);
            node.reconcile(both);
          });

      assertEquals(List.of("0", "0", "0"), node.bursts("c1", "c2"));
      assertEquals(
          "ERROR QuotaBurst.reconcile() pod default/web (uid-web) "
              + CpuAnnotations.conflict(both).orElseThrow()
              + "\n",
          log);
    }
  }

  @Test
  void turboThatIsNotWantedIsNoObstacle() throws IOException {
    BurstyNode node = new BurstyNode(fixture);

    node.reconcile(
        node.web()
            .annotation(PodKeys.QUOTA_BURST_TIME, "40000")
            .annotation(PodKeys.QUOTA_TURBO, "false")
            .pod());

    assertEquals(List.of("80000", "40000", "40000"), node.bursts("c1", "c2"));
  }

  @Test
  void annotationThatIsNoNumberIsRefusedOnceAndTheOldBurstGivenBack() throws IOException {
    BurstyNode node = new BurstyNode(fixture);
    node.reconcile(node.web("40000"));

    String log =
        logOf(() -> {
          node.reconcile(node.web("1\nms"));
          node.reconcile(node.web("1\nms"));
          node.reconcile(node.web("-1"));
        });

    assertEquals(List.of("0", "0", "0"), node.bursts("c1", "c2"));
    assertEquals(2, log.split("which is no whole number of µs: it gets no burst", -1).length - 1);
  }

  @Test
  void reasonIsSaidAgainAfterThePodHadABurstInBetween() throws IOException {
    BurstyNode node = new BurstyNode(fixture);

    String log =
        logOf(() -> {
          node.reconcile(node.web("60000"));
          node.reconcile(node.web("40000"));
          node.reconcile(node.web("60000"));
          node.running().remove(node.web("60000"));
          node.reconcile(node.web("60000"));
        });

    assertEquals(3, log.lines().count(), log);
  }

  @Test
  void podWithoutTheAnnotationIsNotTouched() throws IOException {
    BurstyNode node = new BurstyNode(fixture);

    assertEquals(PodState.SETTLED, node.reconcile(node.web().offline().pod()));

    assertEquals(List.of(), fixture.recording().openings());
  }

  @Test
  void podWithoutItsCgroupIsAwaited() throws IOException {
    BurstyNode node = new BurstyNode(fixture);
    fixture.remove(node.path());

    assertEquals(PodState.CGROUP_AWAITED, node.reconcile(node.web("40000")));
  }

  @Test
  void containerThatEndsBetweenReadAndWriteIsNoFailureAndDoesNotCount() throws IOException {
    BurstyNode node = new BurstyNode(fixture);
    fixture
        .faults()
        .beforeNext(
            Operation.WRITE, node.file(node.path("c1")), () -> fixture.remove(node.path("c1")));

    String log = logOf(() -> node.reconcile(node.web("40000")));

    assertEquals("", log);
    assertEquals(List.of("40000", "40000"), node.bursts("c2"));
  }

  @Test
  void failedWriteIsReportedAndTheOthersAreMade() throws IOException {
    BurstyNode node = new BurstyNode(fixture);
    String file = node.file(node.path("c1"));
    fixture.faults().failNext(Operation.WRITE, file, Errno.EIO);

    String failure = Thrown.message(IOException.class, () -> node.reconcile(node.web("40000")));

    assertEquals(file + ": 40000 cannot be written: Input/output error", failure);
    assertEquals(List.of("40000", "0", "40000"), node.bursts("c1", "c2"));
    node.reconcile(node.web("40000"));
    assertEquals(List.of("80000", "40000", "40000"), node.bursts("c1", "c2"));
  }

  @Test
  void cgroupWithoutTheFileIsRefused() throws IOException {
    BurstyNode node = new BurstyNode(fixture);
    fixture.removeFile("cpu", node.path("c1"), "cpu.cfs_burst_us");

    String log = logOf(() -> node.reconcile(node.web("40000")));

    assertEquals(List.of("40000", "40000"), node.bursts("c2"));
    assertTrue(log.contains("container c-c1 has no file for a burst"), log);
  }

  @EveryLayout
  void startSucceedsWhereTheKernelHasABurst(CgroupFixture any) throws IOException {
    try (any) {
      new BurstyNode(any).quotaBurst().start();

      assertEquals(List.of(), any.recording().openings());
    }
  }

  @Test
  void startFailsOnAnOldKernelAndSaysWhatToDo() throws IOException {
    BurstyNode node = new BurstyNode(fixture);
    for (String path :
        List.of(node.path(), node.path("c1"), node.path("c2"), "kubepods", "kubepods/burstable")) {
      fixture.removeFile("cpu", path, "cpu.cfs_burst_us");
    }
    fixture.removeFile("cpu", "", "cpu.cfs_burst_us");

    String message = Thrown.message(UnavailableException.class, node.quotaBurst()::start);

    assertEquals(
        "this kernel has no /sys/fs/cgroup/cpu/*/cpu.cfs_burst_us (cgroup v1); boot Linux 5.14 or"
            + " later, or openEuler 22.03 or later, or take quotaBurst out of"
            + " agent.enabledFeatures",
        message);
  }

  @Test
  void startFailsOnAV2KernelWithoutABurst() throws IOException {
    try (CgroupFixture v2 = CgroupFixture.v2().systemd().openEuler()) {
      CgroupTree tree = CgroupTree.detect(v2.cgroupRoot());
      HostPaths host = new HostPaths(v2.root());
      QuotaBurst feature =
          new QuotaBurst(new FeatureContext(host, tree, () -> 0, ControlsFixture.owner(tree)));

      String message = Thrown.message(UnavailableException.class, feature::start);

      assertTrue(message.startsWith("this kernel has no /sys/fs/cgroup/*/cpu.max.burst"), message);
    }
  }

  @Test
  void startFailsWhereCpusCannotBeCounted() throws IOException {
    BurstyNode node = new BurstyNode(fixture);
    fixture.setFile("/sys/devices/system/cpu/online", "\n");

    String message = Thrown.message(UnavailableException.class, node.quotaBurst()::start);

    assertTrue(message.startsWith("/sys/devices/system/cpu/online does not say how"), message);
  }
}
