package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A feature that fails as a whole is restarted. */
final class FeatureRunnerRestartTest extends WithFeatureRunner {

  @Test
  void failingTaskRestartsTheFeatureAfterTwoSecondsWithAllPods() {
    start();
    pods.put(web);
    loop.run();
    failures.put("tick", new IllegalStateException("bug"));

    assertEquals(List.of("tick", "stop"), callsIn(Duration.ofSeconds(10)));
    assertEquals(List.of(), callsIn(Duration.ofMillis(1_999)));
    assertEquals(List.of("start", "reconcile web"), callsIn(Duration.ofMillis(1)));
  }

  @Test
  void errorRestartsTheFeature() {
    start();
    failures.put("reconcile web", new StackOverflowError());
    pods.put(web);

    assertEquals(List.of("reconcile web", "stop"), callsOf(loop::run));
    failures.clear();
    assertEquals(List.of("start", "reconcile web"), callsIn(Duration.ofSeconds(2)));
  }

  /** The Error of a stop took the restart with it: the feature was gone, and nothing was logged. */
  @Test
  void errorAtStopDoesNotPreventTheRestart() {
    start();
    failures.put("tick", new NoClassDefFoundError("expected by the test"));
    failures.put("stop", new NoClassDefFoundError("expected, too"));

    assertEquals(List.of("tick", "stop"), callsIn(Duration.ofSeconds(10)));
    assertEquals(List.of("start"), callsIn(Duration.ofSeconds(2)));
  }

  @Test
  void restartDelayGrowsWhileItFailsAndResetsOnceItRecovers() {
    start();
    failures.put("tick", new IOException("EIO"));
    loop.pass(Duration.ofSeconds(10));
    loop.pass(Duration.ofSeconds(2));
    loop.pass(Duration.ofSeconds(10));

    assertEquals(List.of(), callsIn(Duration.ofMillis(3_999)));
    failures.clear();
    assertEquals(List.of("start"), callsIn(Duration.ofMillis(1)));

    loop.pass(FeatureRunner.RECONCILE_INTERVAL);
    failures.put("tick", new IOException("EIO"));
    loop.pass(Duration.ofSeconds(10));
    assertEquals(List.of("start"), callsIn(Duration.ofSeconds(2)));
  }

  @Test
  void failedRestartIsRetried() {
    start();
    failures.put("tick", new IOException("EIO"));
    loop.pass(Duration.ofSeconds(10));
    failures.put("start", new IOException("EIO"));

    assertEquals(List.of("start"), callsIn(Duration.ofSeconds(2)));
    assertEquals(List.of("start"), callsIn(Duration.ofSeconds(4)));
  }

  @Test
  void podsAddedWhileTheFeatureIsDownAreReconciledAtItsRestart() {
    start();
    failures.put("tick", new IOException("EIO"));
    loop.pass(Duration.ofSeconds(10));
    pods.put(web);

    assertEquals(List.of("start", "reconcile web"), callsIn(Duration.ofSeconds(2)));
  }
}
