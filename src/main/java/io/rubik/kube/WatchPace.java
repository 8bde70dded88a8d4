package io.rubik.kube;

import java.time.Duration;

/** Keeps the starts of watches a second apart, and more while the server ends them at once. */
final class WatchPace {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private Duration interval = FIRST;

  /**
   * Returns how long to wait after a watch that ended without a fault. One that ended before its
   * time is likely to have ended for all nodes at one moment: up to a second more is left to
   * chance.
   *
   * @param asked how long the watch was to last
   * @param random 0 to 1
   */
  Duration waitAfter(Duration lasted, Duration asked, double random) {
    Duration jitter = Duration.ofNanos((long) (FIRST.toNanos() * random));
    if (lasted.compareTo(FIRST) >= 0) {
      interval = FIRST;
      return lasted.compareTo(asked.minus(FIRST)) >= 0 ? Duration.ZERO : jitter;
    }
    Duration wait = interval.minus(lasted).plus(jitter);
    Duration doubled = interval.multipliedBy(2);
    interval = doubled.compareTo(LIMIT) < 0 ? doubled : LIMIT;
    return wait;
  }
}
