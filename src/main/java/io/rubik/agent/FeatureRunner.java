package io.rubik.agent;

import io.rubik.control.Owner;
import io.rubik.control.Subject;
import io.rubik.feature.Feature;
import io.rubik.feature.PeriodicTask;
import io.rubik.feature.PodState;
import io.rubik.loop.EventLoop;
import io.rubik.loop.Ticker;
import io.rubik.pod.AboutPod;
import io.rubik.pod.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Runs one feature on one event loop: tells it of pods, ticks it, has every pod reconciled at
 * intervals, and starts it again when it fails.
 */
final class FeatureRunner implements NodeListener {

  /** How often every pod is reconciled, whatever happens. */
  static final Duration RECONCILE_INTERVAL = Duration.ofSeconds(30);

  private final String name;
  private final Supplier<Feature> factory;
  private final Owner controls;
  private final EventLoop loop;
  private final Troubles troubles;
  private final AwaitedPods awaited;
  private final AwaitedLooks looks;
  private final PendingPods pending;
  private final Map<String, Pod> pods = new LinkedHashMap<>();
  private final FeatureTrouble trouble;
  private @Nullable Feature feature;

  /** Changes whenever the feature starts or stops, so that what was scheduled before is void. */
  private int generation;

  FeatureRunner(
      String name, Supplier<Feature> factory, Owner controls, EventLoop loop, Ticker ticker) {
    this.name = name;
    this.factory = factory;
    this.controls = controls;
    this.loop = loop;
    this.troubles = new Troubles(name);
    this.trouble = new FeatureTrouble(name, ticker);
    this.awaited = new AwaitedPods(ticker);
    this.looks = new AwaitedLooks(awaited, loop, this::lookAtAwaited);
    this.pending = new PendingPods(loop, this::handle);
  }

  /** Returns the feature's name. */
  String name() {
    return name;
  }

  /** Starts the feature; the future fails as the feature does. */
  CompletableFuture<Void> start() {
    CompletableFuture<Void> started = new CompletableFuture<>();
    loop.execute(() -> {
      try {
        begin();
        started.complete(null);
      } catch (Throwable e) { // an Error too: somebody waits
        started.completeExceptionally(e);
      }
    });
    return started;
  }

  @Override
  public void added(Pod pod) {
    pending.added(pod);
  }

  @Override
  public void updated(Pod old, Pod pod) {
    pending.updated(old, pod);
  }

  @Override
  public void removed(Pod pod) {
    pending.removed(pod);
  }

  @Override
  public void cgroupAppeared(Pod pod) {
    pending.cgroupAppeared(pod);
  }

  /** Returns whether a write that takes its time is why the feature does not answer. */
  boolean isWriting() {
    return controls.isWriting();
  }

  /** Runs an action when everything given so far has been done. */
  void afterPending(Runnable action) {
    loop.execute(action);
  }

  /** Has the feature stop, after what was given before, and its thread end; does not wait. */
  void end() {
    loop.execute(this::stop);
    loop.end();
  }

  /** Stops the feature, after what was given before, and waits for its thread to end. */
  void close() {
    end();
    loop.close();
  }

  private void handle(PodChange change) {
    switch (change) {
      case PodChange.Added(Pod pod) -> take(pod);
      case PodChange.Updated(Pod old, Pod pod) -> {
        attempt(pod, running -> running.updated(old, pod));
        take(pod);
      }
      case PodChange.Removed(Pod pod) -> forget(pod);
      case PodChange.Replaced(Pod old, Pod pod) -> {
        forget(old);
        take(pod);
      }
      case PodChange.CgroupAppeared(Pod pod) -> reconcile(pod);
    }
  }

  private void take(Pod pod) {
    pods.put(pod.uid(), pod);
    reconcile(pod);
  }

  private void forget(Pod pod) {
    pods.remove(pod.uid());
    awaited.remove(pod);
    attempt(pod, running -> running.removed(pod));
    attempt(pod, running -> controls.release(Subject.of(pod)));
    troubles.forget(pod);
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
    trouble.ended();
    try {
      List.copyOf(pods.values()).forEach(this::reconcile);
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
          troubles.succeeded(pod);
          switch (state) {
            case SETTLED -> awaited.remove(pod);
            case CGROUP_AWAITED -> awaited.add(pod);
          }
        });
    looks.schedule();
  }

  private void lookAtAwaited() {
    awaited.due().stream().map(pods::get).forEach(this::reconcile);
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
    try (AboutPod _ = AboutPod.of(pod.uid())) {
      act(pod, action, running);
    }
  }

  private void act(Pod pod, PodAction action, Feature running) {
    try {
      action.run(running);
    } catch (IOException | RuntimeException e) {
      troubles.failed(pod, e);
      if (pods.containsKey(pod.uid())) {
        awaited.addFailed(pod);
      }
    } catch (Throwable e) { // an Error: the pod is not to blame
      fail("pod " + pod, e);
    }
  }

  private void fail(String where, Throwable failure) {
    Duration down = trouble.failed(where, failure);
    stop();
    loop.schedule(down, this::restart);
  }

  private void restart() {
    try {
      begin();
      List.copyOf(pods.values()).forEach(this::reconcile);
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
      Logger.error(e, "feature {} cannot give back all it has changed", name);
    }
  }
}
