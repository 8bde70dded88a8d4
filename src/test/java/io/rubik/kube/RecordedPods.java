package io.rubik.kube;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.loop.Ticker;
import io.rubik.pod.PodAdmission;
import io.rubik.pod.PodChanges;
import io.rubik.pod.PodRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A registry of pods, and what changed in it: {@code added namespace/name} and the like. */
final class RecordedPods {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final PodRegistry registry = new PodRegistry();
  private final List<String> changes = new ArrayList<>();

  RecordedPods() {
    registry.subscribe(new PodChanges(registry, (change, pod) -> record(change + " " + pod.key())));
  }

  /** Returns what admits pods to it. */
  PodAdmission admission() {
    return new PodAdmission(KubepodsLayout.CGROUPFS, _ -> Set.of(), registry, Ticker.system());
  }

  synchronized List<String> changes() {
    return List.copyOf(changes);
  }

  /** Waits for a change; fails when it does not come in time. */
  synchronized void await(String change) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!changes.contains(change)) {
      long millis = (end - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        throw new AssertionError("\"" + change + "\" is not among " + changes);
      }
      wait(millis);
    }
  }

  private synchronized void record(String change) {
    changes.add(change);
    notifyAll();
  }
}
