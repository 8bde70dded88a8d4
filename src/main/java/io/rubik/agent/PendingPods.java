package io.rubik.agent;

import io.rubik.loop.EventLoop;
import io.rubik.pod.Pod;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a feature is still to be told of pods: one change a pod, however many there were, in the
 * order in which the pods were first named. So it stays small while the feature is busy.
 */
final class PendingPods implements NodeListener {

  private final EventLoop loop;
  private final Consumer<PodChange> teller;
  private final Map<String, PodChange> changes = new LinkedHashMap<>();
  private boolean queued;

  /** The teller is called from the loop. */
  PendingPods(EventLoop loop, Consumer<PodChange> teller) {
    this.loop = loop;
    this.teller = teller;
  }

  @Override
  public void added(Pod pod) {
    add(new PodChange.Added(pod));
  }

  @Override
  public void updated(Pod old, Pod pod) {
    add(new PodChange.Updated(old, pod));
  }

  @Override
  public void removed(Pod pod) {
    add(new PodChange.Removed(pod));
  }

  @Override
  public void cgroupAppeared(Pod pod) {
    add(new PodChange.CgroupAppeared(pod));
  }

  private synchronized void add(PodChange change) {
    changes.merge(change.pod().uid(), change, PodChange::then);
    queue();
  }

  private void queue() {
    if (!queued && !changes.isEmpty()) {
      queued = true;
      loop.execute(this::drain);
    }
  }

  /** Tells of as many as there are now: whatever else waits for the loop is to have its turn. */
  private void drain() {
    int left = begin();
    try {
      for (; left > 0; left--) {
        next().ifPresent(teller);
      }
    } finally {
      if (left > 0) {
        goOn();
      }
    }
  }

  private synchronized int begin() {
    queued = false;
    return changes.size();
  }

  private synchronized Optional<PodChange> next() {
    Iterator<PodChange> all = changes.values().iterator();
    if (!all.hasNext()) {
      return Optional.empty();
    }
    PodChange first = all.next();
    all.remove();
    return Optional.of(first);
  }

  /** One that could not be told must not keep the others waiting. */
  private synchronized void goOn() {
    queue();
  }
}
