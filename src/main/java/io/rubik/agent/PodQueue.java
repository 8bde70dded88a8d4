package io.rubik.agent;

import io.rubik.loop.EventLoop;
import io.rubik.pod.Pod;
import io.rubik.pod.PodSubscriber;
import io.rubik.pod.Pods;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pods as one feature has seen them, and the UIDs of those it is to look at again: each once,
 * in the order in which they were first named, so that it stays small while the feature is busy.
 */
final class PodQueue implements PodSubscriber {

  private final Pods pods;
  private final EventLoop loop;
  private final Consumer<String> handler;
  private final Map<String, Pod> seen = new HashMap<>();
  private final SequencedSet<String> waiting = new LinkedHashSet<>();
  private boolean scheduled;

  /**
   * A look at a pod.
   *
   * @param before as it was seen last, null when it was not there
   * @param now as it is, null when it is not there
   */
  record Look(@Nullable Pod before, @Nullable Pod now) {}

  /** The handler is given the UIDs on the loop, and takes a {@link #look} at each. */
  PodQueue(Pods pods, EventLoop loop, Consumer<String> handler) {
    this.pods = pods;
    this.loop = loop;
    this.handler = handler;
  }

  /** One that has come and gone since the last look is not worth another. */
  @Override
  public synchronized void changed(String uid) {
    if (seen.containsKey(uid) || pods.byUid(uid).isPresent()) {
      waiting.add(uid);
      schedule();
    } else {
      waiting.remove(uid);
    }
  }

  /** Takes a UID out of the queue, and compares the pod with the one seen last. */
  synchronized Look look(String uid) {
    waiting.remove(uid);
    Pod now = pods.byUid(uid).orElse(null);
    Pod before = now == null ? seen.remove(uid) : seen.put(uid, now);
    return new Look(before, now);
  }

  /** Returns the UIDs of the pods there are, and of those that were there at the last look. */
  synchronized Set<String> all() {
    Set<String> all = new LinkedHashSet<>();
    pods.all().forEach(pod -> all.add(pod.uid()));
    all.addAll(seen.keySet());
    return all;
  }

  /** Returns whether the pod was there at the last look. */
  synchronized boolean hasSeen(String uid) {
    return seen.containsKey(uid);
  }

  private void schedule() {
    if (!scheduled && !waiting.isEmpty()) {
      scheduled = true;
      loop.execute(this::drain);
    }
  }

  /** Handles as many as there are now: whatever else waits for the loop is to have its turn. */
  private void drain() {
    int left = begin();
    try {
      for (; left > 0; left--) {
        next().ifPresent(handler);
      }
    } finally {
      if (left > 0) {
        resume();
      }
    }
  }

  private synchronized int begin() {
    scheduled = false;
    return waiting.size();
  }

  private synchronized Optional<String> next() {
    return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.removeFirst());
  }

  /** One that could not be handled must not keep the others waiting. */
  private synchronized void resume() {
    schedule();
  }
}
