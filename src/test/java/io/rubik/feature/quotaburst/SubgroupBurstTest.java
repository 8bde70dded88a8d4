package io.rubik.feature.quotaburst;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.testing.CgroupFixture;
import io.rubik.testing.EveryLayout;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.util.List;

/**
 * The tasks of c1 are in a cgroup that crun has made below its own, with the same quota: without a
 * burst in both they are throttled all the same.
 */
final class SubgroupBurstTest {

  private static BurstyNode crun(CgroupFixture node) throws IOException {
    BurstyNode bursty = new BurstyNode(node);
    node.cgroup(bursty.tasks("c1"));
    bursty.setQuota(bursty.tasks("c1"), 50_000);
    return bursty;
  }

  @EveryLayout
  void bothGetTheBurstAndItsOriginalBack(CgroupFixture any) throws IOException {
    try (any) {
      BurstyNode node = crun(any);

      node.reconcile(node.web("40000"));
      assertEquals("40000", node.burst(node.tasks("c1")));
      assertEquals(List.of("80000", "40000", "40000"), node.bursts("c1", "c2"));

      node.reconcile(node.web("30000"));
      assertEquals("30000", node.burst(node.tasks("c1")));

      node.reconcile(node.web().pod());
      assertEquals("0", node.burst(node.tasks("c1")));
      assertEquals(List.of("0", "0", "0"), node.bursts("c1", "c2"));
    }
  }

  @EveryLayout
  void burstThatOneOfThemCannotHaveIsGivenToNeither(CgroupFixture any) throws IOException {
    try (any;
        LogCapture log = new LogCapture()) {
      BurstyNode node = crun(any);
      node.setQuota(node.tasks("c1"), 30_000);

      node.reconcile(node.web("40000"));
      node.reconcile(node.web("40000"));

      assertEquals("0", node.burst(node.tasks("c1")));
      assertEquals(List.of("40000", "0", "40000"), node.bursts("c1", "c2"));
      assertEquals(1, log.lines("more than its quota of 30000"), log.text());
      assertEquals(1, log.text().lines().count(), log.text());
    }
  }

  /** crun 1.8: systemd is told nothing of the limits. */
  @EveryLayout
  void burstOfTheSubgroupAloneIsEnough(CgroupFixture any) throws IOException {
    try (any;
        LogCapture log = new LogCapture()) {
      BurstyNode node = crun(any);
      node.setQuota(node.path("c1"), -1);

      node.reconcile(node.web("40000"));

      assertEquals("40000", node.burst(node.tasks("c1")));
      assertEquals(List.of("80000", "0", "40000"), node.bursts("c1", "c2"));
      assertEquals("", log.text());
    }
  }

  /** One that the container made itself, or that crun has only just made. */
  @EveryLayout
  void subgroupWithoutAQuotaNeedsNone(CgroupFixture any) throws IOException {
    try (any;
        LogCapture log = new LogCapture()) {
      BurstyNode node = new BurstyNode(any);
      any.cgroup(node.tasks("c1"));

      node.reconcile(node.web("40000"));

      assertEquals("0", node.burst(node.tasks("c1")));
      assertEquals(List.of("80000", "40000", "40000"), node.bursts("c1", "c2"));
      assertEquals("", log.text());
    }
  }
}
