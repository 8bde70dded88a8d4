package io.rubik.agent;

import io.rubik.loop.Ticker;
import io.rubik.pod.Container;
import io.rubik.pod.Pod;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tinylog.Logger;

/**
 * The pods a feature looks at again soon, because a cgroup of theirs is not there yet or because it
 * failed on them: often at first, then less often, for the kernel tells of new cgroups as well.
 */
final class AwaitedPods {

  /** How soon a pod is looked at again that has not been waited for for long. */
  static final Duration SOON = Duration.ofMillis(200);

  /** How soon any other is. */
  static final Duration LATER = Duration.ofSeconds(2);

  private static final Duration LONG = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Ticker ticker;
  private final Map<String, Wait> waits = new LinkedHashMap<>();

  AwaitedPods(Ticker ticker) {
    this.ticker = ticker;
  }

  private static final class Wait {
    private final long sinceNanos;
    private long lookedNanos;
    private boolean told;

    Wait(long nowNanos) {
      sinceNanos = nowNanos;
    }
  }

  /** Adds a pod the feature failed on, or says that it has been looked at in vain again. */
  void addFailed(Pod pod) {
    look(pod);
  }

  /**
   * As {@link #addFailed}, for a pod without a cgroup. One whose containers run for a minute
   * without is probably looked for in the wrong place, which is said once.
   */
  void add(Pod pod) {
    Wait wait = look(pod);
    boolean late = ticker.since(wait.sinceNanos).compareTo(PATIENCE) > 0;
    if (late && !wait.told && pod.containers().stream().anyMatch(Container::running)) {
      Logger.warn(
          "pod {} runs, but its cgroup {} or one below it has not been there for {} s: is"
              + " agent.cgroupDriver the one of this node's kubelet?",
          pod,
          pod.cgroupPath(),
          PATIENCE.toSeconds());
      wait.told = true;
    }
  }

  private Wait look(Pod pod) {
    long now = ticker.nanos();
    Wait wait = waits.computeIfAbsent(pod.uid(), uid -> new Wait(now));
    wait.lookedNanos = now;
    return wait;
  }

  /** Takes a pod out. */
  void remove(Pod pod) {
    waits.remove(pod.uid());
  }

  /** Returns when to look again, empty when no pod is waited for. */
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
