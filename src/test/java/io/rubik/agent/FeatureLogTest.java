package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.rubik.control.ControlsFixture;
import io.rubik.feature.Feature;
import io.rubik.feature.PodState;
import io.rubik.loop.ManualEventLoop;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.pod.PodRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tinylog.ThreadContext;

final class FeatureLogTest {

  private final ManualEventLoop loop = new ManualEventLoop();
  private final List<String> seen = new ArrayList<>();
  private final PodRegistry pods = new PodRegistry();
  private final FeatureRunner runner =
      new FeatureRunner(
          "test", LogContextRecorder::new, ControlsFixture.ownerOfNothing(), pods, loop, loop);

  /** Records the pod in the log context, and fails. */
  private final class LogContextRecorder implements Feature {

    @Override
    public void start() {}

    @Override
    public PodState reconcile(Pod pod) throws IOException {
      seen.add(pod.uid() + " " + ThreadContext.get("pod"));
      throw new IOException("expected");
    }
  }

  @Test
  void logLinesOfAFeatureCarryTheUidOfThePodItHandles() {
    var started = runner.start();
    pods.subscribe(runner);
    pods.put(PodFixture.pod("a").pod());
    pods.put(PodFixture.pod("b").pod());
    loop.run();

    started.join();
    assertEquals(List.of("uid-a uid-a", "uid-b uid-b"), seen);
    assertNull(ThreadContext.get("pod"));
  }
}
