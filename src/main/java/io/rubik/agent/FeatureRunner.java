package io.rubik.agent;

import io.rubik.control.Owner;
import io.rubik.control.Subject;
import io.rubik.feature.Feature;
import io.rubik.feature.PeriodicTask;
import io.rubik.feature.PodState;
import io.rubik.loop.EventLoop;
import io.rubik.loop.GrowingDelay;
import io.rubik.loop.Ticker;
import io.rubik.pod.Pod;
import io.rubik.pod.PodLogContext;
import io.rubik.pod.PodSubscriber;
import io.rubik.pod.Pods;
import io.rubik.status.FeatureStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Runs one feature on one event loop: has it reconcile each pod that changes, and every pod at
 * intervals, runs its tasks, and starts it again when it fails.
 */
final class FeatureRunner implements PodSubscriber {

  /** How often every pod is reconciled, whatever happens. */
  static final Duration RECONCILE_INTERVAL = Duration.ofSeconds(30);

  private static final Duration FIRST_RESTART = Duration.ofSeconds(2);
  private static final Duration LONGEST_RESTART = Duration.ofMinutes(1);

  private final String name;
  private final Supplier<Feature> factory;
  private final Owner controls;
  private final EventLoop loop;
  private final FeatureProblems problems;
  private final AwaitedPods awaited;
  private final AwaitedLooks looks;
  private final PodQueue queue;
  private final GrowingDelay restartDelay = new GrowingDelay(FIRST_RESTART, LONGEST_RESTART);
  private @Nullable Feature feature;

  /** Changes whenever the feature starts or stops, so that what was scheduled before is void. */
  private int generation;

  FeatureRunner(
      String name,
      Supplier<Feature> factory,
      Owner controls,
      Pods pods,
      EventLoop loop,
      Ticker ticker) {
    this.name = name;
    this.factory = factory;
    this.controls = controls;
    this.loop = loop;
    this.problems = new FeatureProblems(name, ticker);
    this.awaited = new AwaitedPods(ticker);
    this.looks = new AwaitedLooks(awaited, loop, this::lookAtAwaited);
    this.queue = new PodQueue(pods, loop, this::handle);
  }

  /** Returns the feature's name. */
  String name() {
    return name;
  }

  /** Returns how the feature is now; any thread may ask. */
  FeatureStatus status() {
    return new FeatureStatus(name, problems.active());
  }

  /** Returns in words why the feature fails on pods, by their UIDs; any thread may ask. */
  Map<String, String> failing() {
    return problems.failing();
  }

  /** Returns whether the feature as a whole has failed lately; any thread may ask. */
  boolean hasFailed() {
    return problems.hasFailed();
  }

  /** Starts the feature; the future fails as the feature does. */
  CompletableFuture<Void> start() {
    CompletableFuture<Void> started = new CompletableFuture<>();
    loop.execute(() -> {
      try {
        begin();
        started.complete(null);
      } catch (Throwable e) { // an Error too: the caller waits
        started.completeExceptionally(e);
      }
    });
    return started;
  }

  @Override
  public void changed(String uid) {
    queue.changed(uid);
  }

  /** Returns whether a slow write is why the feature does not answer. */
  boolean isWriting() {
    return controls.isWriting();
  }

  /** Runs an action when the pods named so far have been handled. */
  void afterQueued(Runnable action) {
    loop.execute(action);
  }

  /** Has the feature stop, after the pods named before, and its thread end; does not wait. */
  void end() {
    loop.execute(this::stop);
    loop.end();
  }

  /** Stops the feature, after the pods named before, and waits for its thread to end. */
  void close() {
    end();
    loop.close();
  }

  /** Compares the pod with the one seen last: changes in between do not matter. */
  private void handle(String uid) {
    PodQueue.Look look = queue.look(uid);
    if (look.before() != null) {
      handleChange(look.before(), look.now());
    }
    if (look.now() != null) {
      reconcile(look.now());
    }
  }

  private void handleChange(Pod before, @Nullable Pod now) {
    if (now == null || !isSameCgroup(before, now)) {
      forget(before);
    } else if (!before.equals(now)) {
      attempt(now, running -> running.updated(before, now));
    }
  }

  private static boolean isSameCgroup(Pod before, Pod now) {
    return before.cgroupPath().equals(now.cgroupPath());
  }

  private void forget(Pod pod) {
    awaited.remove(pod);
    attempt(pod, running -> running.removed(pod));
    attempt(pod, running -> controls.release(Subject.of(pod)));
    problems.forget(pod);
  }

  private void begin() throws IOException {
    Feature fresh = factory.get();
    fresh.start();
    feature = fresh;
    generation++;
    fresh.tasks().forEach(task -> schedule(generation, task));
    scheduleReconcile(generation);
  }

  private void schedule(int owner, PeriodicTask task) {
    loop.schedule(task.interval(), () -> run(owner, task));
  }

  private void run(int owner, PeriodicTask task) {
    if (generation != owner) {
      return;
    }
    try {
      task.body().run();
      schedule(owner, task);
    } catch (Throwable e) { // whatever a feature throws must not end its thread
      fail("task " + task.name(), e);
    }
  }

  private void scheduleReconcile(int owner) {
    loop.schedule(RECONCILE_INTERVAL, () -> reconcileAll(owner));
  }

  private void reconcileAll(int owner) {
    if (generation != owner) {
      return;
    }
    restartDelay.reset();
    problems.featureSucceeded();
    try {
      queue.all().forEach(this::handle);
    } finally {
      scheduleReconcile(owner);
    }
  }

  private void reconcile(Pod pod) {
    attempt(
        pod,
        running -> {
          PodState state = running.reconcile(pod);
          controls.releaseEnded(pod);
          problems.podSucceeded(pod);
          switch (state) {
            case SETTLED -> awaited.remove(pod);
            case CGROUP_AWAITED -> awaited.add(pod);
          }
        });
    looks.schedule();
  }

  private void lookAtAwaited() {
    awaited.due().forEach(this::handle);
  }

  /** Something done for one pod. */
  private interface PodAction {
    void run(Feature running) throws IOException;
  }

  private void attempt(Pod pod, PodAction action) {
    Feature running = feature;
    if (running == null) {
      return;
    }
    try (PodLogContext _ = PodLogContext.of(pod.uid())) {
      act(pod, action, running);
    }
  }

  private void act(Pod pod, PodAction action, Feature running) {
    try {
      action.run(running);
    } catch (IOException | RuntimeException e) {
      problems.podFailed(pod, e);
      if (queue.hasSeen(pod.uid())) {
        awaited.add(pod);
      }
    } catch (Throwable e) { // an Error: the pod is not to blame
      fail("pod " + pod, e);
    }
  }

  private void fail(String where, Throwable failure) {
    problems.featureFailed(where, failure);
    stop();
    loop.schedule(restartDelay.next(), this::restart);
  }

  private void restart() {
    try {
      begin();
      queue.all().forEach(this::handle);
    } catch (Throwable e) { // a failed start is tried again like any other failure
      fail("start", e);
    }
  }

  private void stop() {
    Feature running = feature;
    feature = null;
    generation++;
    if (running == null) {
      return;
    }
    try {
      running.stop();
    } catch (Throwable e) { // an Error must not keep it from being started again
      Logger.error(e, "feature {} failed to stop", name);
    }
    try {
      controls.releaseAll();
    } catch (Throwable e) { // nor must this
      Logger.error(e, "feature {} could not restore all its controls", name);
    }
  }
}
