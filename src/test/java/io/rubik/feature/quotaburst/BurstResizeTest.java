package io.rubik.feature.quotaburst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.feature.CpuAnnotations;
import io.rubik.pod.Pod;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.EveryLayout;
import io.rubik.testing.LogCapture;
import io.rubik.testing.Thrown;
import java.io.IOException;
import java.util.List;

/** Limits that change in place, on a {@link BurstyNode}. */
final class BurstResizeTest {

  @EveryLayout
  void burstMakesWayForALowerQuotaBeforeKubeletSetsIt(CgroupFixture any) throws IOException {
    try (any) {
      BurstyNode node = new BurstyNode(any);
      node.reconcile(node.web("40000"));
      Thrown.message(IOException.class, () -> node.setQuota(node.path("c1"), 30_000));
      Pod resized =
          node.bare()
              .annotation(CpuAnnotations.QUOTA_BURST_TIME.key(), "40000")
              .resized("c1", "500m", "300m")
              .container("c2", "1", "")
              .pod();

      String log =
          LogCapture.during(() -> {
            node.reconcile(resized);
            node.setQuota(node.path("c1"), 30_000);
            node.setQuota(node.path(), 130_000);
          });

      assertEquals(List.of("40000", "0", "40000"), node.bursts("c1", "c2"));
      assertEquals(
          "WARN PodBurst.grant() pod default/web (uid-web), container c-c1: asks for 40000 µs, more"
              + " than the quota of 30000 that follows from its new limit: it gets no burst\n",
          log);
    }
  }

  @EveryLayout
  void burstOfThePodMakesWayForALowerLimitOfThePodAsAWhole(CgroupFixture any) throws IOException {
    try (any) {
      BurstyNode node = new BurstyNode(any);
      node.reconcile(node.web("40000"));
      Pod resized =
          node.web()
              .limits("600m", "")
              .annotation(CpuAnnotations.QUOTA_BURST_TIME.key(), "40000")
              .pod();

      String log = LogCapture.during(() -> node.reconcile(resized));

      assertEquals(List.of("0", "40000", "40000"), node.bursts("c1", "c2"));
      assertTrue(
          log.contains(
              "the pod as a whole: asks for 80000 µs, more than the quota of 60000 that"
                  + " follows from its new limit"),
          log);
    }
  }

  @EveryLayout
  void raisedQuotaBringsTheBurstThatWasRefused(CgroupFixture any) throws IOException {
    try (any) {
      BurstyNode node = new BurstyNode(any);
      node.reconcile(node.web("60000"));

      node.setQuota(node.path(), 200_000);
      node.setQuota(node.path("c1"), 100_000);
      node.reconcile(
          node.bare()
              .annotation(CpuAnnotations.QUOTA_BURST_TIME.key(), "60000")
              .container("c1", "1", "")
              .container("c2", "1", "")
              .pod());

      assertEquals(List.of("120000", "60000", "60000"), node.bursts("c1", "c2"));
    }
  }
}
