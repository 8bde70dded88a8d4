package io.rubik.agent;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Waits until every pod of the first complete picture has been handled by every feature. */
final class Readiness {

  private final FeatureSet features;
  private final Runnable whenReady;
  private boolean pictured;
  private volatile boolean ready;

  Readiness(FeatureSet features, Runnable whenReady) {
    this.features = features;
    this.whenReady = whenReady;
  }

  /** Returns whether that has come about. */
  boolean isReady() {
    return ready;
  }

  /** Is called by the informer's thread whenever all pods there are have been told of. */
  void pictureComplete() {
    if (pictured) {
      return;
    }
    pictured = true;
    List<FeatureRunner> runners = features.runners();
    AtomicInteger busy = new AtomicInteger(runners.size() + 1);
    Runnable done =
        () -> {
          if (busy.decrementAndGet() == 0) {
            ready = true;
            whenReady.run();
          }
        };
    runners.forEach(runner -> runner.afterPending(done));
    done.run();
  }
}
