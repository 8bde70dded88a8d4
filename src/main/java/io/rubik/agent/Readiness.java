package io.rubik.agent;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Waits until every pod of the first list has been handled by every feature: by those that run
 * then, for they may change meanwhile.
 */
final class Readiness {

  private final FeatureSet features;
  private final Runnable whenReady;
  private final Set<FeatureRunner> asked = new HashSet<>();
  private final Set<FeatureRunner> answered = new HashSet<>();
  private volatile boolean synced;
  private volatile boolean ready;

  Readiness(FeatureSet features, Runnable whenReady) {
    this.features = features;
    this.whenReady = whenReady;
    features.whenChanged(this::check);
  }

  /** Returns whether they have been. */
  boolean isReady() {
    return ready;
  }

  /** Is called by the informer's thread whenever the registry holds all pods there are. */
  void synced() {
    synced = true;
    check();
  }

  /** While the features change there is nothing to check: it is called again after that. */
  private void check() {
    if (synced && !ready) {
      features.settledRunners().ifPresent(this::check);
    }
  }

  private void check(List<FeatureRunner> runners) {
    runners.stream().filter(this::isNew).forEach(this::ask);
    if (becomesReady(runners)) {
      whenReady.run();
    }
  }

  /** One that has been closed does not answer, and is not among the runners after that. */
  private void ask(FeatureRunner runner) {
    runner.afterQueued(() -> {
      answer(runner);
      check();
    });
  }

  private synchronized boolean isNew(FeatureRunner runner) {
    return asked.add(runner);
  }

  private synchronized void answer(FeatureRunner runner) {
    answered.add(runner);
  }

  private synchronized boolean becomesReady(List<FeatureRunner> runners) {
    boolean becomes = !ready && answered.containsAll(runners);
    ready |= becomes;
    return becomes;
  }
}
