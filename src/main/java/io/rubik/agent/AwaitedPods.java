package io.rubik.agent;

import io.rubik.loop.Ticker;
import io.rubik.pod.Container;
import io.rubik.pod.Pod;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
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
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final String feature;
  private final Ticker ticker;
  private final Map<String, Wait> waits = new LinkedHashMap<>();

  /** Pods that run without a cgroup, by their UIDs. */
  private final ProblemLog<String> missing;

  AwaitedPods(String feature, Ticker ticker) {
    this.feature = feature;
    this.ticker = ticker;
    this.missing = new ProblemLog<>(ticker);
  }

  private static final class Wait {
    private final long sinceNanos;
    private long lookedNanos;

    Wait(long nowNanos) {
      sinceNanos = nowNanos;
    }
  }

  /** Adds a pod the feature failed on, or notes that it has failed again. */
  void addFailed(Pod pod) {
    look(pod);
  }

  /**
   * As {@link #addFailed}, for a pod without a cgroup. One whose containers run for a minute
   * without is probably looked for in the wrong place, which is logged.
   */
  void addWithoutCgroup(Pod pod) {
    Wait wait = look(pod);
    boolean late = ticker.since(wait.sinceNanos).compareTo(PATIENCE) > 0;
    if (late && pod.containers().stream().anyMatch(Container::running)) {
      missing.report(
          pod.uid(),
          Problem.warning(
              "pod " + pod + ": " + feature,
              "its cgroup "
                  + pod.cgroupPath()
                  + " or one below it has been missing for "
                  + PATIENCE.toSeconds()
                  + " s, although the pod is running; waiting for it: does agent.cgroupDriver match"
                  + " this node's kubelet?"));
    }
  }

  private Wait look(Pod pod) {
    long now = ticker.nanos();
    Wait wait = waits.computeIfAbsent(pod.uid(), uid -> new Wait(now));
    wait.lookedNanos = now;
    return wait;
  }

  /** Removes a pod that is settled. */
  void settled(Pod pod) {
    waits.remove(pod.uid());
    missing.resolve(pod.uid());
  }

  /** Removes a pod that is gone. */
  void forget(Pod pod) {
    waits.remove(pod.uid());
    missing.forget(pod.uid());
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
