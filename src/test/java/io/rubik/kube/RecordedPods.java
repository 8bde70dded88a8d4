package io.rubik.kube;

import io.rubik.pod.Pod;
import io.rubik.pod.PodListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Records the changes of a store: {@code added namespace/name} and the like. */
final class RecordedPods implements PodListener {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<String> changes = new ArrayList<>();

  @Override
  public void added(Pod pod) {
    record("added " + pod.key());
  }

  @Override
  public void updated(Pod old, Pod pod) {
    record("updated " + pod.key());
  }

  @Override
  public void removed(Pod pod) {
    record("removed " + pod.key());
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
