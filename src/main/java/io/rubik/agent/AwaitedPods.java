package io.rubik.agent;

import io.rubik.host.Ticker;
import io.rubik.pod.Container;
import io.rubik.pod.Pod;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.tinylog.Logger;

/** The pods a feature waits for, because a cgroup of theirs is not there yet. */
final class AwaitedPods {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Ticker ticker;
  private final Map<String, Wait> waits = new LinkedHashMap<>();

  AwaitedPods(Ticker ticker) {
    this.ticker = ticker;
  }

  private record Wait(long sinceNanos, boolean told) {}

  /**
   * Adds a pod. One whose containers run for a minute without a cgroup is probably looked for in
   * the wrong place, which is said once.
   */
  void add(Pod pod) {
    Wait wait = waits.computeIfAbsent(pod.uid(), uid -> new Wait(ticker.nanos(), false));
    boolean late = ticker.since(wait.sinceNanos()).compareTo(PATIENCE) > 0;
    if (late && !wait.told() && pod.containers().stream().anyMatch(Container::running)) {
      Logger.warn(
          "pod {} runs, but its cgroup {} or one below it has not been there for {} s: is"
              + " agent.cgroupDriver the one of this node's kubelet?",
          pod,
          pod.cgroupPath(),
          PATIENCE.toSeconds());
      waits.put(pod.uid(), new Wait(wait.sinceNanos(), true));
    }
  }

  /** Takes a pod out. */
  void remove(Pod pod) {
    waits.remove(pod.uid());
  }

  /** Returns the UIDs of the pods waited for. */
  Set<String> uids() {
    return Set.copyOf(waits.keySet());
  }
}
