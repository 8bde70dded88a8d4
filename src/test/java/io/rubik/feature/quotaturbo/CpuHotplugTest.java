package io.rubik.feature.quotaturbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.pod.Pod;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.EveryLayout;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;

/**
 * CPUs of the pod web's node come and go; their number was read once. c1 has a limit of one CPU, c2
 * one of 300m.
 */
final class CpuHotplugTest {

  private static final int INTERVALS_OF_A_SECOND = 10;

  private static TurboScene scene(CgroupFixture node) throws IOException {
    TurboScene scene = new TurboScene(node).makeWeb();
    scene.kubeletSets(scene.pod(), 130_000);
    scene.kubeletSets(scene.container("c1"), 100_000);
    return scene;
  }

  private static Pod web(TurboScene scene) {
    return scene.web("1", "300m");
  }

  private static long raisedMicros(TurboScene scene) {
    long micros = scene.quota(scene.container("c1")) - 100_000;
    assertEquals(130_000 + micros, scene.quota(scene.pod()), "pod");
    return micros;
  }

  /** It had all there was to have, and more, until the node was restarted. */
  @EveryLayout
  void containerWhoseLimitIsAllThatIsLeftLetsGoWithinASecond(CgroupFixture node)
      throws IOException {
    try (TurboScene scene = scene(node);
        LogCapture log = new LogCapture(Level.INFO)) {
      scene.reconcile(web(scene));
      scene.raiseFirst();
      assertTrue(raisedMicros(scene) > 5000);

      scene.setCpus("0");
      scene.run(INTERVALS_OF_A_SECOND, 5, scene.container("c1"));
      assertEquals(0, raisedMicros(scene));
      assertEquals(1, log.lines("the node has 1 CPUs now, not 2"), log.text());

      scene.reconcile(web(scene));
      scene.raiseFirst();
      assertEquals(0, raisedMicros(scene));
      assertEquals(1, log.lines("has a CPU limit of 1000m, which is all 1 CPUs"), log.text());
    }
  }

  @EveryLayout
  void containerIsRaisedOnceThereAreCpusBeyondItsLimit(CgroupFixture node) throws IOException {
    try (TurboScene scene = scene(node);
        LogCapture _ = new LogCapture(Level.INFO)) {
      scene.setCpus("0");
      scene.run(INTERVALS_OF_A_SECOND, 5);
      scene.reconcile(web(scene));
      scene.raiseFirst();
      assertEquals(0, raisedMicros(scene));

      scene.setCpus("0-1");
      scene.run(INTERVALS_OF_A_SECOND, 5);
      scene.reconcile(web(scene));
      scene.raiseFirst();

      assertTrue(raisedMicros(scene) > 5000);
    }
  }

  /** A hundredth of the node's CPUs an interval. */
  @Test
  void raiseIsAPartOfTheCpusThereAre() throws IOException {
    try (TurboScene scene = scene(CgroupFixture.v2().systemd().mainline());
        LogCapture _ = new LogCapture(Level.INFO)) {
      scene.reconcile(web(scene));
      scene.raiseFirst();
      long before = raisedMicros(scene);
      scene.run(1, 5, scene.container("c1"));
      assertEquals(2000, raisedMicros(scene) - before);

      scene.setCpus("0-3");
      scene.run(2 * INTERVALS_OF_A_SECOND, 5);
      before = raisedMicros(scene);
      scene.run(1, 5, scene.container("c1"));
      assertEquals(4000, raisedMicros(scene) - before);
    }
  }

  @Test
  void raiseThatGoesOnBetweenTwoLooksIsUndoneAtTheNext() throws IOException {
    try (TurboScene scene = scene(CgroupFixture.v1().cgroupfs().mainline());
        LogCapture _ = new LogCapture(Level.INFO)) {
      scene.reconcile(web(scene));
      scene.raiseFirst();
      assertTrue(raisedMicros(scene) > 5000);

      scene.setCpus("0");
      scene.run(INTERVALS_OF_A_SECOND, 5);
      scene.kubeletSets(scene.pod(), 150_000);
      scene.kubeletSets(scene.container("c1"), 120_000);
      scene.reconcile(web(scene));

      assertEquals(100_000, scene.quota(scene.container("c1")));
    }
  }
}
