package io.rubik.kube.http;

import io.rubik.loop.Ticker;
import java.time.Duration;

/**
 * Lets the events of a burst gather before they are read, since waking up for each costs more than
 * the event itself. A single event is not delayed. One thread takes events, another may read.
 */
final class ReadPacing {

  /** How long events gather; the kernel's buffer has room for what comes meanwhile. */
  static final Duration WINDOW = Duration.ofMillis(25);

  /** Events that arrive closer together are a burst. */
  private static final long BURST_NANOS = Duration.ofMillis(20).toNanos();

  private final Ticker ticker;
  private volatile long lastNanos;
  private volatile boolean isBurst;

  ReadPacing(Ticker ticker) {
    this.ticker = ticker;
    this.lastNanos = ticker.nanos() - BURST_NANOS;
  }

  /** An event of a watch is whole. */
  void arrived() {
    long now = ticker.nanos();
    isBurst = now - lastNanos < BURST_NANOS;
    lastNanos = now;
  }

  /** Returns how long to wait with a read for which nothing is there yet. */
  Duration pause() {
    return isBurst && ticker.nanos() - lastNanos < BURST_NANOS ? WINDOW : Duration.ZERO;
  }
}
