package io.rubik.agent;

import io.rubik.pod.Pod;
import io.rubik.pod.PodStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.tinylog.Logger;

/** Says when every pod of the first complete picture has been handled by every feature. */
final class Readiness {

  private final PodStore store;
  private final List<FeatureRunner> runners;
  private boolean pictured;

  Readiness(PodStore store, List<FeatureRunner> runners) {
    this.store = store;
    this.runners = List.copyOf(runners);
  }

  /** Is called by the informer's thread whenever the store holds all pods there are. */
  void pictureComplete() {
    if (pictured) {
      return;
    }
    pictured = true;
    List<Pod> pods = store.pods();
    long offline = pods.stream().filter(Pod::offline).count();
    AtomicInteger busy = new AtomicInteger(runners.size() + 1);
    Runnable done =
        () -> {
          if (busy.decrementAndGet() == 0) {
            Logger.info("ready: {} pods online, {} offline", pods.size() - offline, offline);
          }
        };
    runners.forEach(runner -> runner.afterPending(done));
    done.run();
  }
}
