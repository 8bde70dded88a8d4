package io.rubik.kube.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okio.AsyncTimeout;

/**
 * Cancels a call when the bounds of its stream are reached. It looks when they can be reached at
 * the earliest: a time-out of the client's own would be armed and disarmed, and another thread
 * woken, for each event.
 */
final class StreamTimer implements AutoCloseable {

  private final Call call;
  private final StreamBounds bounds;
  private volatile boolean hasExpired;
  private boolean isClosed;
  private AsyncTimeout timer = new Timer();

  private StreamTimer(Call call, StreamBounds bounds) {
    this.call = call;
    this.bounds = bounds;
  }

  /** Starts to look. */
  static StreamTimer started(Call call, StreamBounds bounds) {
    StreamTimer timer = new StreamTimer(call, bounds);
    timer.look();
    return timer;
  }

  /** Returns whether it has cancelled the call. */
  boolean hasExpired() {
    return hasExpired;
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    timer.exit();
  }

  private synchronized void look() {
    Duration left = bounds.left();
    if (isClosed) {
      return;
    }
    if (left.isPositive()) {
      timer = new Timer();
      timer.timeout(left.toNanos(), TimeUnit.NANOSECONDS);
      timer.enter();
    } else {
      hasExpired = true;
      call.cancel();
    }
  }

  private final class Timer extends AsyncTimeout {

    @Override
    protected void timedOut() {
      look();
    }
  }
}
