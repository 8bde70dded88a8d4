package io.rubik.kube.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Response;
import okio.AsyncTimeout;

/** Ends a call whose answer does not begin in time; once it has begun it may last. */
final class AnswerLimit extends AsyncTimeout {

  private final Call call;

  AnswerLimit(Call call, Duration limit) {
    this.call = call;
    timeout(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Makes the call and returns its answer, the body of which is still to come. */
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
    SocketTimeoutException late = new SocketTimeoutException("the answer does not begin");
    late.initCause(e);
    return late;
  }
}
