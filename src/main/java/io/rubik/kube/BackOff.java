package io.rubik.kube;

import java.time.Duration;

/** How long to wait after each of several failures in a row: exponential, with full jitter. */
final class BackOff {

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int MAX_DOUBLINGS = 10;

  /** Of the wait, a fifth at least is left to chance, however long the failure took. */
  private static final int LEAST_JITTER = 5;

  private int failures;

  /**
   * Returns the wait after one more failure. What the failure took counts as waited for, so that a
   * server that does not answer is asked as often as one that refuses.
   *
   * @param random 0 to 1
   */
  Duration next(Duration spent, double random) {
    Duration grown = FIRST.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
    Duration bound = grown.compareTo(LIMIT) < 0 ? grown : LIMIT;
    Duration left = bound.minus(spent);
    Duration least = bound.dividedBy(LEAST_JITTER);
    Duration span = left.compareTo(least) > 0 ? left : least;
    failures++;
    return Duration.ofNanos((long) (span.toNanos() * random));
  }

  /** Forgets the failures. */
  void reset() {
    failures = 0;
  }
}
