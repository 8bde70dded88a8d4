package io.rubik.kube;

import io.rubik.loop.GrowingDelay;
import java.time.Duration;

/** Starts watches at least a second apart, and further apart while the server ends them early. */
final class WatchPace {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final GrowingDelay intervals = new GrowingDelay(FIRST, LIMIT);

  /**
   * Returns how long to wait after a watch that ended without a fault. One that ended early has
   * probably ended for all nodes at the same moment: up to a second of jitter is added.
   *
   * @param timeout the timeoutSeconds the watch was opened with
   * @param random 0 to 1
   */
  Duration waitAfter(Duration lasted, Duration timeout, double random) {
    Duration jitter = Duration.ofNanos((long) (FIRST.toNanos() * random));
    if (lasted.compareTo(FIRST) >= 0) {
      intervals.reset();
      return lasted.compareTo(timeout.minus(FIRST)) >= 0 ? Duration.ZERO : jitter;
    }
    return intervals.next().minus(lasted).plus(jitter);
  }
}
