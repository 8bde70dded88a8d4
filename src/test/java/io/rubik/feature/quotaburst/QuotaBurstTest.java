package io.rubik.feature.quotaburst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.feature.CpuAnnotations;
import io.rubik.feature.PodState;
import io.rubik.pod.Pod;
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
import org.tinylog.Level;

/** On a {@link BurstyNode}; bursts are listed as those of the pod, then of its containers. */
final class QuotaBurstTest {

  private final CgroupFixture fixture = CgroupFixture.v1().cgroupfs().mainline();

  @AfterEach
  void close() {
    fixture.close();
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

  /** The log named the file of cgroup v1 on v2. */
  @EveryLayout
  void logNamesTheFileOfTheVersion(CgroupFixture any) throws IOException {
    try (any;
        LogCapture log = new LogCapture(Level.INFO)) {
      BurstyNode node = new BurstyNode(any);

      node.reconcile(node.web("40000"));

      String file = any.isV2() ? "cpu.max.burst" : "cpu.cfs_burst_us";
      assertEquals(1, log.lines("/" + file + "=40000, "), log.text());
      assertEquals(1, log.lines(", " + file + "=80000"), log.text());
    }
  }

  /** The kernel was blamed: "it needs Linux 5.14". */
  @Test
  void controllerThatIsNotEnabledYetIsAFailureThatEnds() throws IOException {
    try (CgroupFixture v2 = CgroupFixture.v2().systemd().mainline()) {
      BurstyNode node = new BurstyNode(v2);
      v2.set("", node.path(), "cgroup.subtree_control", "memory");
      for (String container : List.of("c1", "c2")) {
        v2.removeFile("", node.path(container), "cpu.max");
        v2.removeFile("", node.path(container), "cpu.max.burst");
      }

      String message = Thrown.message(IOException.class, () -> node.reconcile(node.web("40000")));

      assertTrue(message.contains("cpu is not enabled below /sys/fs/cgroup/" + node.path()));
    }
  }

  /** CPUs come and go while rubik runs: a quota of one CPU is all there is of one. */
  @EveryLayout
  void numberOfCpusIsFollowed(CgroupFixture any) throws IOException {
    try (any;
        LogCapture log = new LogCapture()) {
      BurstyNode node = new BurstyNode(any);
      node.reconcile(node.web("40000"));

      node.setCpus("0");
      node.reconcile(node.web("40000"));
      assertEquals(List.of("0", "40000", "0"), node.bursts("c1", "c2"));
      assertEquals(1, log.lines("container c-c2: has a CPU quota of 100000"), log.text());

      node.setCpus("0-1");
      node.reconcile(node.web("40000"));
      assertEquals(List.of("80000", "40000", "40000"), node.bursts("c1", "c2"));
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
  void originalsAreRestoredAtStopAndWhenThePodEnds(CgroupFixture any) throws IOException {
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
  void annotationRemovedWhileRubikWasDownIsFollowed(CgroupFixture any) throws IOException {
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
              .annotation(CpuAnnotations.QUOTA_BURST_TIME.key(), "40000")
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
  void burstChangedByAnotherProcessIsRestored(CgroupFixture any) throws IOException {
    try (any) {
      BurstyNode node = new BurstyNode(any);
      node.reconcile(node.web("40000"));
      node.setBurst(node.path("c1"), 0);

      node.reconcile(node.web("40000"));

      assertEquals(List.of("80000", "40000", "40000"), node.bursts("c1", "c2"));
    }
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

    String log = LogCapture.during(() -> node.reconcile(node.web("40000")));

    assertEquals("", log);
    assertEquals(List.of("40000", "40000"), node.bursts("c2"));
  }

  @Test
  void failedWriteIsReportedAndTheOthersStillMade() throws IOException {
    BurstyNode node = new BurstyNode(fixture);
    String file = node.file(node.path("c1"));
    fixture.faults().failNext(Operation.WRITE, file, Errno.EIO);

    String failure = Thrown.message(IOException.class, () -> node.reconcile(node.web("40000")));

    assertEquals(file + ": 40000 cannot be written: Input/output error", failure);
    assertEquals(List.of("40000", "0", "40000"), node.bursts("c1", "c2"));
    node.reconcile(node.web("40000"));
    assertEquals(List.of("80000", "40000", "40000"), node.bursts("c1", "c2"));
  }
}
