package io.rubik.feature.dynmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.pod.Pod;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.EveryLayout;
import java.io.IOException;

/**
 * Somebody else changes a limit that dynLevel has lowered: kubelet at a resize, or systemd, which
 * writes its own again at a daemon-reload.
 */
final class ExternalLimitTest {

  private static OfflineNode limited(CgroupFixture any) throws IOException {
    OfflineNode node = new OfflineNode(any, MemoryPolicy.DYN_LEVEL);
    node.setHard("c1", 2000);
    node.setUsageMib("c1", 1000);
    node.running().feature().start();
    node.running().reconcile(node.batch());
    node.check(1000);
    assertEquals("1020", node.hard("c1"));
    return node;
  }

  private static Pod batch(OfflineNode node, String memory) {
    return node.bare().offline().container("c1", "", memory).pod();
  }

  /** Relief wrote 1121 MiB, with 2500 used: on v2 the kernel killed the container. */
  @EveryLayout
  void reliefLowersNoLimitRaisedByAnotherProcess(CgroupFixture any) throws IOException {
    try (any) {
      OfflineNode node = limited(any);
      node.setHard("c1", 3000);
      node.setUsageMib("c1", 2500);

      for (int i = 0; i < 6; i++) {
        node.check(3001);
        assertEquals("3000", node.hard("c1"));
      }
    }
  }

  /** Relief wrote 1121 MiB: more than the container was to have. */
  @EveryLayout
  void reliefRaisesNoLimitLoweredByAnotherProcess(CgroupFixture any) throws IOException {
    try (any) {
      OfflineNode node = limited(any);
      node.setUsageMib("c1", 400);
      node.setHard("c1", 500);

      for (int i = 0; i < 6; i++) {
        node.check(3001);
        assertEquals("500", node.hard("c1"));
      }
    }
  }

  /** The API server reports a resize later than kubelet does it. */
  @EveryLayout
  void limitOfAResizeStaysWhenReliefEndsBeforeTheWatchReportsIt(CgroupFixture any)
      throws IOException {
    try (any) {
      OfflineNode node = limited(any);
      node.setHard("c1", 1500);
      for (int i = 0; i < 5; i++) {
        node.check(3001);
      }
      assertEquals("1500", node.hard("c1"));

      node.running().update(batch(node, "2000Mi"), batch(node, "1500Mi"));
      node.running().stop();
      assertEquals("1500", node.hard("c1"));
    }
  }

  @EveryLayout
  void raisedLimitIsLoweredAgainWhileTheNodeIsShortAndComesBack(CgroupFixture any)
      throws IOException {
    try (any) {
      OfflineNode node = limited(any);
      node.setHard("c1", 3000);
      node.setUsageMib("c1", 2500);

      node.check(1000);
      assertEquals("2520", node.hard("c1"));
      node.running().stop();
      assertEquals("3000", node.hard("c1"));
    }
  }

  @EveryLayout
  void resizeInEitherDirectionIsTheOneThatComesBack(CgroupFixture any) throws IOException {
    for (String mib : new String[] {"700", "1010", "1500", "3000"}) {
      OfflineNode node = limited(any);
      node.setUsageMib("c1", 600);
      node.setHard("c1", Long.parseLong(mib));
      node.running().update(batch(node, "2000Mi"), batch(node, mib + "Mi"));

      node.check(900);
      node.running().stop();

      assertEquals(mib, node.hard("c1"));
    }
    any.close();
  }

  /** What the journal has of the limit is old: rubik never makes one higher than that. */
  @EveryLayout
  void limitRaisedWhileRubikWasDownComesBack(CgroupFixture any) throws IOException {
    try (any) {
      OfflineNode node = limited(any);
      node.running().crash();
      node.setHard("c1", 3000);
      node.running().reconcile(node.batch());

      node.check(1000);
      assertEquals("1020", node.hard("c1"));
      node.running().stop();

      assertEquals("3000", node.hard("c1"));
    }
  }
}
