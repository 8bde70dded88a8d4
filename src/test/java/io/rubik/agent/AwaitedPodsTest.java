package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.loop.ManualEventLoop;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.testing.LogCapture;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;

class AwaitedPodsTest {

  private static final String MISSING =
      "pod default/batch (uid-batch): preemption: its cgroup kubepods/burstable/poduid-batch"
          + " or one below it has been missing for 60 s, although the pod is running";

  private final ManualEventLoop clock = new ManualEventLoop();
  private final AwaitedPods awaited = new AwaitedPods("preemption", clock);
  private final Pod running = PodFixture.pod("batch").container("c1").pod();
  private final LogCapture log = new LogCapture(Level.INFO);

  @AfterEach
  void close() {
    log.close();
  }

  private void awaitFor(Pod pod, Duration time) {
    awaited.addWithoutCgroup(pod);
    clock.pass(time);
    awaited.addWithoutCgroup(pod);
    awaited.addWithoutCgroup(pod);
  }

  @Test
  void podRunningForAMinuteWithoutACgroupIsLoggedOnce() {
    awaitFor(running, Duration.ofSeconds(60));
    assertEquals("", log.text());

    awaitFor(running, Duration.ofSeconds(1));

    assertEquals(1, log.lines(MISSING), log.text());
    assertEquals(1, log.text().lines().count());
  }

  @Test
  void recoveryIsLoggedWhenTheCgroupAppears() {
    awaitFor(running, Duration.ofSeconds(61));
    clock.pass(Duration.ofSeconds(5));

    awaited.settled(running);

    assertEquals(1, log.lines("preemption: recovered after 5 s"), log.text());
  }

  @Test
  void deletedPodIsForgotten() {
    awaitFor(running, Duration.ofSeconds(61));

    awaited.forget(running);
    awaited.settled(running);

    assertEquals(1, log.text().lines().count(), log.text());
  }

  @Test
  void podWithoutARunningContainerIsNeverReported() {
    awaitFor(PodFixture.pod("batch").pod(), Duration.ofHours(1));

    assertEquals("", log.text());
  }
}
