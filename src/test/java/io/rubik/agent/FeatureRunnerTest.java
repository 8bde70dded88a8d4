package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.capability.UnavailableException;
import io.rubik.control.ControlsFixture;
import io.rubik.feature.Feature;
import io.rubik.feature.PeriodicTask;
import io.rubik.feature.PodState;
import io.rubik.loop.ManualEventLoop;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.pod.PodRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class FeatureRunnerTest {

  private static final Predicate<String> RECONCILE_BATCH = "reconcile batch"::equals;

  private final ManualEventLoop loop = new ManualEventLoop();
  private final List<String> calls = new ArrayList<>();
  private final Map<String, Throwable> failures = new HashMap<>();
  private PodState state = PodState.SETTLED;

  private final PodRegistry pods = new PodRegistry();
  private final FeatureRunner runner =
      new FeatureRunner("test", Recorder::new, ControlsFixture.ownerOfNothing(), pods, loop, loop);

  private final Pod web = PodFixture.pod("web").pod();
  private final Pod batch = PodFixture.pod("batch").offline().pod();

  /** Records its calls, and fails where the test wants it. */
  private final class Recorder implements Feature {

    @Override
    public void start() throws IOException {
      call("start");
    }

    @Override
    public PodState reconcile(Pod pod) throws IOException {
      call("reconcile " + pod.name());
      return state;
    }

    @Override
    public void updated(Pod old, Pod pod) throws IOException {
      call("updated " + old.offline() + "->" + pod.offline());
    }

    @Override
    public void removed(Pod pod) throws IOException {
      call("removed " + pod.name());
    }

    @Override
    public List<PeriodicTask> tasks() {
      return List.of(new PeriodicTask("tick", Duration.ofSeconds(10), () -> call("tick")));
    }

    @Override
    public void stop() throws IOException {
      call("stop");
    }

    private void call(String name) throws IOException {
      calls.add(name);
      switch (failures.get(name)) {
        case null -> {}
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new AssertionError();
      }
    }
  }

  private List<String> callsOf(Runnable action) {
    calls.clear();
    action.run();
    return List.copyOf(calls);
  }

  private List<String> callsIn(Duration time) {
    return callsOf(() -> loop.pass(time));
  }

  private void start() {
    pods.subscribe(runner);
    var started = runner.start();
    loop.run();
    started.join();
  }

  @Test
  void startFailureIsReturnedToTheCaller() {
    failures.put("start", new UnavailableException("no such file"));

    var started = runner.start();
    loop.run();

    var thrown = assertThrows(CompletionException.class, started::join);
    assertTrue(thrown.getCause() instanceof UnavailableException);
  }

  /** An Error left the caller, and so the daemon's start, waiting without end. */
  @Test
  void errorAtStartIsReturnedToTheCaller() {
    failures.put("start", new NoClassDefFoundError("expected by the test"));

    var started = runner.start();
    loop.run();

    assertTrue(started.isCompletedExceptionally());
  }

  @Test
  void podsAreReconciledWhenAddedAndWhenChanged() {
    start();

    List<String> seen =
        callsOf(() -> {
          pods.put(web);
          loop.run();
          pods.put(PodFixture.pod("web").offline().pod());
          loop.run();
          pods.remove("uid-web");
          loop.run();
        });

    assertEquals(
        List.of("reconcile web", "updated false->true", "reconcile web", "removed web"), seen);
  }

  @Test
  void everyPodIsReconciledEvery30Seconds() {
    start();
    pods.put(web);
    pods.put(batch);
    loop.run();

    List<String> seen = callsIn(Duration.ofSeconds(60));

    seen = seen.stream().filter(call -> !call.equals("tick")).toList();
    assertEquals(
        List.of("reconcile web", "reconcile batch", "reconcile web", "reconcile batch"), seen);
  }

  @Test
  void tasksRunAtTheirInterval() {
    start();

    assertEquals(List.of(), callsIn(Duration.ofMillis(9_999)));
    assertEquals(List.of("tick"), callsIn(Duration.ofMillis(1)));
    assertEquals(List.of("tick", "tick"), callsIn(Duration.ofSeconds(20)));
  }

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

  /** Its cgroups may have been made again, which a reconcile finds out by itself. */
  @Test
  void podRecreatedBetweenTwoLooksIsUpdated() {
    start();
    pods.put(web);
    loop.run();
    pods.remove("uid-web");
    pods.put(PodFixture.pod("web").offline().pod());

    assertEquals(List.of("updated false->true", "reconcile web"), callsOf(loop::run));
  }

  @Test
  void podRecreatedUnchangedIsReconciled() {
    start();
    pods.put(web);
    loop.run();
    pods.remove("uid-web");
    pods.put(web);

    assertEquals(List.of("reconcile web"), callsOf(loop::run));
  }

  @Test
  void podRecreatedWithAnotherCgroupIsRemovedFirst() {
    start();
    pods.put(web);
    loop.run();
    pods.remove("uid-web");
    pods.put(PodFixture.pod("web").qosClass("BestEffort").pod());

    assertEquals(List.of("removed web", "reconcile web"), callsOf(loop::run));
  }

  @Test
  void podAddedAndRemovedUnseenIsIgnored() {
    start();
    pods.put(web);
    pods.remove("uid-web");

    assertEquals(List.of(), callsOf(loop::run));
  }

  /** Every 30 s the registry is what counts, should a change not have been announced. */
  @Test
  void missedChangeIsHandledWithin30Seconds() {
    start();
    pods.put(web);
    loop.run();
    pods.unsubscribe(runner);
    pods.remove("uid-web");
    pods.put(batch);

    List<String> seen = callsIn(FeatureRunner.RECONCILE_INTERVAL);

    assertTrue(seen.containsAll(List.of("removed web", "reconcile batch")), seen.toString());
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

  @Test
  void failureOnOnePodIsRetriedAndDoesNotAffectOthers() {
    start();
    failures.put("reconcile web", new IOException("EIO"));
    pods.put(web);
    pods.put(batch);

    assertEquals(List.of("reconcile web", "reconcile batch"), callsOf(loop::run));
    assertTrue(callsIn(Duration.ofSeconds(30)).contains("reconcile web"));
    assertFalse(calls.contains("stop"));
  }

  @Test
  void failedUpdateDoesNotPreventReconciling() {
    start();
    pods.put(web);
    loop.run();
    failures.put("updated false->true", new IllegalStateException("bug"));
    pods.put(PodFixture.pod("web").offline().pod());

    assertEquals(List.of("updated false->true", "reconcile web"), callsOf(loop::run));
  }

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

  /** An exception class that throws when it is logged ended the reconciliation of all pods. */
  @Test
  void errorWhileLoggingAFailureDoesNotStopReconciling() {
    start();
    pods.put(web);
    loop.run();
    failures.put("reconcile web", new BrokenException());
    assertThrows(StackOverflowError.class, () -> loop.pass(FeatureRunner.RECONCILE_INTERVAL));
    failures.clear();

    assertTrue(callsIn(FeatureRunner.RECONCILE_INTERVAL).contains("reconcile web"));
  }

  private static final class BrokenException extends IOException {

    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new StackOverflowError("expected by the test");
    }
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

  @Test
  void actionRunsAfterThePodsQueuedBefore() {
    start();
    pods.put(web);
    pods.put(batch);
    runner.afterQueued(() -> calls.add("action"));
    pods.cgroupAppeared(web.cgroupPath());

    assertEquals(List.of("reconcile web", "reconcile batch", "action"), callsOf(loop::run));
  }

  @Test
  void closeStopsTheFeatureAfterThePodsQueuedBefore() {
    start();
    pods.put(web);

    assertEquals(List.of("reconcile web", "stop"), callsOf(runner::close));
    assertTrue(loop.closed());
  }
}
