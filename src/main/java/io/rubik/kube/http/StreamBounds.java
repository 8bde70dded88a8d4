package io.rubik.kube.http;

import io.rubik.loop.Ticker;
import java.time.Duration;

/**
 * How long a stream may go on, by a clock and not by what arrives: bytes that drip in are no
 * progress, only a whole event is. One thread reads the stream, any may ask.
 */
final class StreamBounds {

  private final Ticker ticker;
  private final long idleNanos;
  private final long endNanos;
  private volatile boolean isWaiting;
  private volatile long sinceNanos;

  /**
   * Begins with the stream.
   *
   * @param idle how long an event may be waited for until it is whole
   * @param longest how long the stream may last
   */
  StreamBounds(Ticker ticker, Duration idle, Duration longest) {
    this.ticker = ticker;
    this.idleNanos = idle.toNanos();
    this.endNanos = ticker.nanos() + longest.toNanos();
  }

  /** An event is waited for from now on. */
  void waits() {
    sinceNanos = ticker.nanos();
    isWaiting = true;
  }

  /** The event is there: the time it takes to handle it does not count as idle. */
  void arrived() {
    isWaiting = false;
  }

  /** Returns whether the stream has lasted as long as it may. */
  boolean isOver() {
    return endNanos - ticker.nanos() <= 0;
  }

  /** Returns how long the stream can go on at least; zero or less when it is to be ended now. */
  Duration left() {
    long now = ticker.nanos();
    long idleLeft = isWaiting ? sinceNanos + idleNanos - now : idleNanos;
    return Duration.ofNanos(Math.min(idleLeft, endNanos - now));
  }
}
