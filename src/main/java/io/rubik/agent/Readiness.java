package io.rubik.agent;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Waits until every pod of the first complete picture has been handled by every feature: by those
 * that run then, for they may change meanwhile.
 */
final class Readiness {

  private final FeatureSet features;
  private final Runnable whenReady;
  private final Set<FeatureRunner> asked = new HashSet<>();
  private final Set<FeatureRunner> answered = new HashSet<>();
  private volatile boolean pictured;
  private volatile boolean ready;

  Readiness(FeatureSet features, Runnable whenReady) {
    this.features = features;
    this.whenReady = whenReady;
    features.whenChanged(this::look);
  }

  /** Returns whether that has come about. */
  boolean isReady() {
    return ready;
  }

  /** Is called by the informer's thread whenever all pods there are have been told of. */
  void pictureComplete() {
    pictured = true;
    look();
  }

  /** While the features change there is nothing to see: it is called again after that. */
  private void look() {
    if (pictured && !ready) {
      features.settledRunners().ifPresent(this::look);
    }
  }

  private void look(List<FeatureRunner> runners) {
    runners.stream().filter(this::isNew).forEach(this::ask);
    if (becomesReady(runners)) {
      whenReady.run();
    }
  }

  /** One that has been closed says nothing, and is not among the runners after that. */
  private void ask(FeatureRunner runner) {
    runner.afterQueued(() -> {
      answer(runner);
      look();
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
