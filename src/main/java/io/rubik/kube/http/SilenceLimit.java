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
 * An answer that ends when nothing of it comes for too long. The client's own read time-out would
 * be set and unset, and another thread woken, for each event of a watch.
 */
final class SilenceLimit extends ForwardingSource {

  private final Call call;
  private final long limitNanos;
  private volatile boolean isWaiting;
  private volatile long sinceNanos;
  private volatile boolean isOver;
  private boolean isClosed;
  private AsyncTimeout timer = new Timer();

  private SilenceLimit(Call call, ResponseBody body, Duration limit) {
    super(body.source());
    this.call = call;
    this.limitNanos = limit.toNanos();
  }

  /** Returns the response, whose body fails with {@code SocketTimeoutException} after silence. */
  static Response limited(Call call, Response response, Duration limit) {
    ResponseBody body = response.body();
    SilenceLimit limited = new SilenceLimit(call, body, limit);
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
      throw isOver ? silent(e) : e;
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

  private void look() {
    long left = isWaiting ? sinceNanos + limitNanos - System.nanoTime() : limitNanos;
    if (left > 0) {
      arm(left);
    } else {
      isOver = true;
      call.cancel();
    }
  }

  private static SocketTimeoutException silent(IOException e) {
    SocketTimeoutException silent = new SocketTimeoutException("silence");
    silent.initCause(e);
    return silent;
  }

  private final class Timer extends AsyncTimeout {

    @Override
    protected void timedOut() {
      look();
    }
  }
}
