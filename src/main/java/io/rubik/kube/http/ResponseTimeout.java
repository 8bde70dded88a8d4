package io.rubik.kube.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Response;
import okio.AsyncTimeout;

/** Cancels a call whose response does not begin in time; the body may take longer. */
final class ResponseTimeout extends AsyncTimeout {

  private final Call call;

  ResponseTimeout(Call call, Duration limit) {
    this.call = call;
    timeout(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Makes the call and returns the response, its body still unread. */
  Response execute() throws IOException {
    enter();
    try {
      Response response = call.execute();
      exit();
      return response;
    } catch (IOException e) {
      throw exit() ? late(e) : e;
    }
  }

  @Override
  protected void timedOut() {
    call.cancel();
  }

  private static IOException late(IOException e) {
    SocketTimeoutException late = new SocketTimeoutException("no response headers");
    late.initCause(e);
    return late;
  }
}
