package io.rubik.kube;

import java.time.Duration;

/**
 * Batches watch events that arrive in a burst, since waking up for each costs more than the event
 * itself. A single event is not delayed.
 */
final class EventBatching {

  /** How long a batch is collected. */
  static final Duration WINDOW = Duration.ofMillis(25);

  /** Events that arrive closer together are a burst. */
  private static final Duration BURST = Duration.ofMillis(20);

  /** An event that took less to read was already buffered. */
  private static final Duration BUFFERED = Duration.ofNanos(500_000);

  private long lastNanos;
  private boolean hasLast;

  /** Returns the pause after an event, given when the read began and when the event arrived. */
  Duration pauseAfter(long readNanos, long arrivedNanos) {
    boolean waited = arrivedNanos - readNanos > BUFFERED.toNanos();
    boolean burst = hasLast && arrivedNanos - lastNanos < BURST.toNanos();
    lastNanos = arrivedNanos;
    hasLast = true;
    return waited && burst ? WINDOW : Duration.ZERO;
  }
}
