package io.rubik.kube;

import java.time.Duration;

/** How long to wait after each of several failures in a row: exponential, with full jitter. */
final class BackOff {

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int MAX_DOUBLINGS = 10;

  private int failures;

  /** Returns the wait after one more failure; the random number is of 0 to 1. */
  Duration next(double random) {
    Duration grown = FIRST.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
    Duration bound = grown.compareTo(LIMIT) < 0 ? grown : LIMIT;
    failures++;
    return Duration.ofNanos((long) (bound.toNanos() * random));
  }

  /** Forgets the failures. */
  void reset() {
    failures = 0;
  }
}
