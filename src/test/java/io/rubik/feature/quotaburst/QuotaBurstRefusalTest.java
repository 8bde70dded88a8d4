package io.rubik.feature.quotaburst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.feature.CpuAnnotations;
import io.rubik.pod.Pod;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.EveryLayout;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;

/** Containers and pods that get no burst, and what is said; bursts as in {@link QuotaBurstTest}. */
final class QuotaBurstRefusalTest {

  private final CgroupFixture fixture = CgroupFixture.v1().cgroupfs().mainline();

  @AfterEach
  void close() {
    fixture.close();
  }

  @EveryLayout
  void refusalOfOneContainerLeavesTheOthersTheirBursts(CgroupFixture any) throws IOException {
    try (any) {
      BurstyNode node = new BurstyNode(any);

      String log =
          LogCapture.during(() -> {
            node.reconcile(node.web("60000"));
            node.reconcile(node.web("60000"));
          });

      assertEquals(List.of("60000", "0", "60000"), node.bursts("c1", "c2"));
      assertEquals(
          "WARN PodBurst.grant() pod default/web (uid-web), container c-c1: asks for 60000 µs, more"
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

      String log = LogCapture.during(() -> node.reconcile(node.web("40000")));

      assertEquals(List.of("0", "40000", "0"), node.bursts("c1", "c2"));
      assertTrue(log.contains("container c-c2: has no CPU quota: it gets no burst"), log);
      assertTrue(log.contains("the pod as a whole: has no CPU quota: it gets no burst"), log);
    }
  }

  /** The kernel refuses kubelet a quota below the burst. */
  @EveryLayout
  void podThatWantsTurboTooIsRefusedOnceAndLosesItsBurst(CgroupFixture any) throws IOException {
    try (any) {
      BurstyNode node = new BurstyNode(any);
      node.reconcile(node.web("40000"));
      Pod both =
          node.web()
              .annotation(CpuAnnotations.QUOTA_BURST_TIME.key(), "40000")
              .annotation(CpuAnnotations.QUOTA_TURBO.key(), "true")
              .pod();

      String log =
          LogCapture.during(() -> {
            node.reconcile(both);
            node.reconcile(both);
          });

      assertEquals(List.of("0", "0", "0"), node.bursts("c1", "c2"));
      assertEquals(
          "ERROR QuotaBurst.reconcile() pod default/web (uid-web): "
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
            .annotation(CpuAnnotations.QUOTA_BURST_TIME.key(), "40000")
            .annotation(CpuAnnotations.QUOTA_TURBO.key(), "false")
            .pod());

    assertEquals(List.of("80000", "40000", "40000"), node.bursts("c1", "c2"));
  }

  @Test
  void annotationThatIsNoNumberIsRefusedOnceAndTheOriginalRestored() throws IOException {
    BurstyNode node = new BurstyNode(fixture);
    node.reconcile(node.web("40000"));

    String log =
        LogCapture.during(() -> {
          node.reconcile(node.web("1\nms"));
          node.reconcile(node.web("1\nms"));
          node.reconcile(node.web("-1"));
        });

    assertEquals(List.of("0", "0", "0"), node.bursts("c1", "c2"));
    assertEquals(
        2, log.split("which is not a whole number of µs: it gets no burst", -1).length - 1);
  }

  /** The burst is what the annotation says now, or none: never one nobody asks for any longer. */
  @EveryLayout
  void refusedAnnotationLiftsTheBurstBefore(CgroupFixture any) throws IOException {
    try (any) {
      BurstyNode node = new BurstyNode(any);
      node.setBurst(node.path("c2"), 7000);
      for (String refused : List.of("100001", "-1", "", "40000 ", "4e4", "40ms", "9".repeat(19))) {
        node.reconcile(node.web("40000"));
        assertEquals(List.of("80000", "40000", "40000"), node.bursts("c1", "c2"), refused);

        node.reconcile(node.web(refused));

        assertEquals(List.of("0", "0", "7000"), node.bursts("c1", "c2"), refused);
      }
    }
  }

  @Test
  void refusalAfterABurstInBetweenIsLoggedAgain() throws IOException {
    BurstyNode node = new BurstyNode(fixture);

    String log =
        LogCapture.during(() -> {
          node.reconcile(node.web("60000"));
          node.reconcile(node.web("40000"));
          node.reconcile(node.web("60000"));
          node.running().remove(node.web("60000"));
          node.reconcile(node.web("60000"));
        });

    assertEquals(3, log.lines().count(), log);
  }

  @Test
  void endOfARefusalIsLoggedUnlessTheBurstIsNoLongerWanted() throws IOException {
    BurstyNode node = new BurstyNode(fixture);
    node.reconcile(node.web("60000"));

    try (LogCapture log = new LogCapture(Level.INFO)) {
      node.reconcile(node.web("40000"));
      assertEquals(1, log.lines("container c-c1: recovered after 0 s"), log.text());

      node.reconcile(node.web("60000"));
      node.reconcile(node.web().pod());
      assertEquals(1, log.lines("recovered"), log.text());
    }
  }

  @Test
  void cgroupWithoutTheFileIsRefused() throws IOException {
    BurstyNode node = new BurstyNode(fixture);
    fixture.removeFile("cpu", node.path("c1"), "cpu.cfs_burst_us");

    String log = LogCapture.during(() -> node.reconcile(node.web("40000")));

    assertEquals(List.of("40000", "40000"), node.bursts("c2"));
    assertTrue(log.contains("container c-c1: has no file for a burst"), log);
  }
}
