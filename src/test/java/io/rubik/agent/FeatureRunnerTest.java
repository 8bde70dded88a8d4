package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.capability.UnavailableException;
import io.rubik.pod.PodFixture;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Which calls a feature gets, and when. */
final class FeatureRunnerTest extends WithFeatureRunner {

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

  /** Its cgroups may have been recreated, which a reconcile finds out by itself. */
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
