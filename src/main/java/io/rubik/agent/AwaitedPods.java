package io.rubik.agent;

import io.rubik.loop.Ticker;
import io.rubik.pod.Pod;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pods a feature looks at again soon, because a cgroup of theirs is not there yet or because it
 * failed on them: often at first, then less often, for the kernel reports new cgroups as well.
 */
final class AwaitedPods {

  /** How soon a pod is looked at again that has been waiting for a short time. */
  static final Duration SOON = Duration.ofMillis(200);

  /** How soon any other pod is looked at again. */
  static final Duration LATER = Duration.ofSeconds(2);

  private static final Duration LONG = Duration.ofSeconds(5);

  private final Ticker ticker;
  private final Map<String, Wait> waits = new LinkedHashMap<>();

  AwaitedPods(Ticker ticker) {
    this.ticker = ticker;
  }

  private static final class Wait {
    private final long sinceNanos;
    private long lookedNanos;

    Wait(long nowNanos) {
      sinceNanos = nowNanos;
    }
  }

  /** Adds a pod that lacks a cgroup or that the feature failed on, or notes that it still does. */
  void add(Pod pod) {
    long now = ticker.nanos();
    Wait wait = waits.computeIfAbsent(pod.uid(), uid -> new Wait(now));
    wait.lookedNanos = now;
  }

  /** Removes a pod that is settled, or gone. */
  void remove(Pod pod) {
    waits.remove(pod.uid());
  }

  /** Returns when to look again, empty when no pod is awaited. */
  Optional<Duration> nextLook() {
    if (waits.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(waits.values().stream().anyMatch(this::isRecent) ? SOON : LATER);
  }

  /** Returns the UIDs of the pods to look at now. */
  List<String> due() {
    return waits.entrySet().stream()
        .filter(entry -> isRecent(entry.getValue()) || isDue(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private boolean isRecent(Wait wait) {
    return ticker.since(wait.sinceNanos).compareTo(LONG) < 0;
  }

  private boolean isDue(Wait wait) {
    return ticker.since(wait.lookedNanos).compareTo(LATER) >= 0;
  }
}
