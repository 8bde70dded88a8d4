package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.feature.PodState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Pods that are looked at again soon: without a cgroup, or after a failure. */
final class FeatureRunnerAwaitTest extends WithFeatureRunner {

  private static final Predicate<String> RECONCILE_BATCH = "reconcile batch"::equals;

  @Test
  void awaitedCgroupIsCheckedEvery200MillisecondsUntilItExists() {
    start();
    state = PodState.CGROUP_AWAITED;
    pods.put(batch);
    loop.run();

    assertEquals(List.of("reconcile batch", "reconcile batch"), callsIn(Duration.ofMillis(400)));
    state = PodState.SETTLED;
    assertEquals(List.of("reconcile batch"), callsIn(Duration.ofMillis(200)));
    assertEquals(List.of(), callsIn(Duration.ofMillis(800)));
  }

  @Test
  void podIsReconciledAtOnceWhenItsCgroupAppearsAndNoLongerAwaited() {
    start();
    state = PodState.CGROUP_AWAITED;
    pods.put(batch);
    loop.run();
    state = PodState.SETTLED;
    pods.cgroupAppeared(batch.cgroupPath());

    assertEquals(List.of("reconcile batch"), callsOf(loop::run));
    assertEquals(List.of(), callsIn(Duration.ofSeconds(1)));
  }

  @Test
  void removedPodIsNoLongerAwaited() {
    start();
    state = PodState.CGROUP_AWAITED;
    pods.put(batch);
    loop.run();
    pods.remove("uid-batch");
    loop.run();

    assertEquals(List.of(), callsIn(Duration.ofSeconds(1)));
  }

  /** Other containers of the pod were left until the next look at all pods, 30 s later. */
  @Test
  void awaitedPodThatFailsOnceIsStillAwaited() {
    start();
    state = PodState.CGROUP_AWAITED;
    pods.put(batch);
    loop.run();
    failures.put("reconcile batch", new IOException("EIO"));
    loop.pass(AwaitedPods.SOON);
    failures.clear();

    assertEquals(List.of("reconcile batch"), callsIn(AwaitedPods.SOON));
  }

  /** A file that could not be read for a moment left its pod for 30 s. */
  @Test
  void failedPodIsRetriedSoon() {
    start();
    failures.put("reconcile web", new IOException("EIO"));
    pods.put(web);
    loop.run();
    failures.clear();

    assertEquals(List.of("reconcile web"), callsIn(AwaitedPods.SOON));
    assertEquals(List.of(), callsIn(Duration.ofSeconds(5)));
  }

  @Test
  void longAwaitedPodIsCheckedLessOften() {
    start();
    state = PodState.CGROUP_AWAITED;
    pods.put(batch);
    loop.run();
    loop.pass(Duration.ofSeconds(9));

    assertEquals(1, callsIn(AwaitedPods.LATER).stream().filter(RECONCILE_BATCH).count());

    pods.put(web);
    loop.run();
    assertEquals(List.of("reconcile web"), callsIn(AwaitedPods.SOON));
  }
}
