package io.rubik.feature.preemption;

import io.rubik.loop.Ticker;
import io.rubik.pod.Pod;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The pods that are left alone while kubelet resizes them: it cannot write the weight of an idle
 * cgroup (EINVAL), and then stops before it has written the rest.
 */
final class ResizePauses {

  /** kubelet tries again within ten seconds. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** A resize that has not ended by then, as one that frees memory, gets another pause later. */
  private static final Duration CYCLE = Duration.ofMinutes(2);

  private final Ticker ticker;
  private final Map<String, Long> sinceNanos = new HashMap<>();

  ResizePauses(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Returns whether the pod is to have kubelet's values for now. */
  boolean isPaused(Pod pod) {
    if (!pod.resize().isComing()) {
      forget(pod);
      return false;
    }
    long since = sinceNanos.computeIfAbsent(pod.uid(), uid -> ticker.nanos());
    return ticker.since(since).toMillis() % CYCLE.toMillis() < LONGEST.toMillis();
  }

  /** The pod is gone, or has been resized. */
  void forget(Pod pod) {
    sinceNanos.remove(pod.uid());
  }
}
