package io.rubik.kube;

import java.time.Duration;

/** Keeps the starts of watches a second apart, and more while the server ends them at once. */
final class WatchPace {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private Duration interval = FIRST;

  /** Returns how long to wait after a watch of that length that ended without a fault. */
  Duration waitAfter(Duration lasted) {
    if (lasted.compareTo(FIRST) >= 0) {
      interval = FIRST;
      return Duration.ZERO;
    }
    Duration wait = interval.minus(lasted);
    Duration doubled = interval.multipliedBy(2);
    interval = doubled.compareTo(LIMIT) < 0 ? doubled : LIMIT;
    return wait;
  }
}
