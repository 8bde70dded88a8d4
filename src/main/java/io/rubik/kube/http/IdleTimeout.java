package io.rubik.kube.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.AsyncTimeout;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;

/**
 * A response body that fails when no byte arrives for too long. The client's own read time-out
 * would be armed and disarmed, and another thread woken, for each event of a watch.
 */
final class IdleTimeout extends ForwardingSource {

  private final Call call;
  private final long limitNanos;
  private volatile boolean isWaiting;
  private volatile long sinceNanos;
  private volatile boolean isExpired;
  private boolean isClosed;
  private AsyncTimeout timer = new Timer();

  private IdleTimeout(Call call, ResponseBody body, Duration limit) {
    super(body.source());
    this.call = call;
    this.limitNanos = limit.toNanos();
  }

  /** Returns the response with a body that fails with {@code SocketTimeoutException} when idle. */
  static Response limited(Call call, Response response, Duration limit) {
    ResponseBody body = response.body();
    IdleTimeout limited = new IdleTimeout(call, body, limit);
    limited.arm(limited.limitNanos);
    return response
        .newBuilder()
        .body(ResponseBody.create(Okio.buffer(limited), body.contentType(), body.contentLength()))
        .build();
  }

  @Override
  public long read(Buffer sink, long byteCount) throws IOException {
    sinceNanos = System.nanoTime();
    isWaiting = true;
    try {
      return super.read(sink, byteCount);
    } catch (IOException e) {
      throw isExpired ? timedOut(e) : e;
    } finally {
      isWaiting = false;
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      isClosed = true;
      timer.exit();
    }
    super.close();
  }

  private synchronized void arm(long nanos) {
    if (!isClosed) {
      timer = new Timer();
      timer.timeout(nanos, TimeUnit.NANOSECONDS);
      timer.enter();
    }
  }

  private void check() {
    long left = isWaiting ? sinceNanos + limitNanos - System.nanoTime() : limitNanos;
    if (left > 0) {
      arm(left);
    } else {
      isExpired = true;
      call.cancel();
    }
  }

  private static SocketTimeoutException timedOut(IOException e) {
    SocketTimeoutException timedOut = new SocketTimeoutException("no data");
    timedOut.initCause(e);
    return timedOut;
  }

  private final class Timer extends AsyncTimeout {

    @Override
    protected void timedOut() {
      check();
    }
  }
}
