package io.rubik.kube;

import java.time.Duration;

/** Exponential back-off with full jitter. */
final class BackOff {

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int MAX_DOUBLINGS = 10;

  /** At least a fifth of the bound stays random, however long the failure took. */
  private static final int MIN_JITTER_DIVISOR = 5;

  private int failures;

  /**
   * Returns the wait after one more failure. The time the failure took counts as waited, so that a
   * server that does not answer is tried as often as one that refuses.
   *
   * @param spent how long the failed request took
   * @param random 0 to 1
   */
  Duration next(Duration spent, double random) {
    Duration grown = FIRST.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
    Duration bound = grown.compareTo(LIMIT) < 0 ? grown : LIMIT;
    Duration left = bound.minus(spent);
    Duration minimum = bound.dividedBy(MIN_JITTER_DIVISOR);
    Duration span = left.compareTo(minimum) > 0 ? left : minimum;
    failures++;
    return Duration.ofNanos((long) (span.toNanos() * random));
  }

  /** Starts again with the first wait. */
  void reset() {
    failures = 0;
  }
}
