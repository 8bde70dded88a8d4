package io.rubik.kube;

import java.time.Duration;

/**
 * Lets the events of a storm gather for a moment, since waking up for each costs more than the
 * event itself. An event that comes alone waits for nothing.
 */
final class EventPace {

  /** How long events gather. */
  static final Duration GATHER = Duration.ofMillis(25);

  /** Events closer to each other are a storm. */
  private static final Duration STORM = Duration.ofMillis(20);

  /** An event that took less to come was there already. */
  private static final Duration AT_HAND = Duration.ofNanos(500_000);

  private long lastNanos;
  private boolean hasLast;

  /** Returns how long to wait after an event, told when it was asked for and when it came. */
  Duration pauseAfter(long askedNanos, long cameNanos) {
    boolean waitedFor = cameNanos - askedNanos > AT_HAND.toNanos();
    boolean storm = hasLast && cameNanos - lastNanos < STORM.toNanos();
    lastNanos = cameNanos;
    hasLast = true;
    return waitedFor && storm ? GATHER : Duration.ZERO;
  }
}
