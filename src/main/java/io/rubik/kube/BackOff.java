package io.rubik.kube;

import io.rubik.loop.GrowingDelay;
import java.time.Duration;

/** Exponential back-off with full jitter. */
final class BackOff {

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** At least a fifth of the bound stays random, however long the failure took. */
  private static final int MIN_JITTER_DIVISOR = 5;

  private final GrowingDelay bounds = new GrowingDelay(FIRST, LIMIT);

  /**
   * Returns the wait after one more failure. The time the failure took counts as waited, so that a
   * server that does not answer is tried as often as one that refuses.
   *
   * @param spent how long the failed request took
   * @param random 0 to 1
   */
  Duration next(Duration spent, double random) {
    Duration bound = bounds.next();
    Duration left = bound.minus(spent);
    Duration minimum = bound.dividedBy(MIN_JITTER_DIVISOR);
    Duration span = left.compareTo(minimum) > 0 ? left : minimum;
    return Duration.ofNanos((long) (span.toNanos() * random));
  }

  /** Returns a wait for a request after one that was answered, if not as it should be. */
  static Duration afterAnswer(double random) {
    return Duration.ofNanos((long) (FIRST.toNanos() * random));
  }

  /** Starts again with the first wait. */
  void reset() {
    bounds.reset();
  }
}
