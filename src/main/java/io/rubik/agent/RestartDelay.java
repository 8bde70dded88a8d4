package io.rubik.agent;

import java.time.Duration;

/** How long a feature that failed stays down: 2 s, doubled with each failure, at most a minute. */
final class RestartDelay {

  static final Duration FIRST = Duration.ofSeconds(2);
  static final Duration LONGEST = Duration.ofMinutes(1);

  private int failures;

  /** Counts a failure and returns the delay it leads to. */
  Duration afterFailure() {
    long factor = 1L << Math.min(failures, 10);
    failures++;
    Duration delay = FIRST.multipliedBy(factor);
    return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
  }

  /** Returns the failures since all was well. */
  int failures() {
    return failures;
  }

  /** Forgets the failures. */
  void reset() {
    failures = 0;
  }
}
