package io.rubik.kube.http;

import io.rubik.loop.Ticker;
import java.time.Duration;
import okhttp3.Call;
import okhttp3.Response;

/** A call and the response to it, whose body is still unread. */
record Exchange(Call call, Response response, Timeouts timeouts, ReadPacing pacing) {

  /** Returns whether the response may be what was asked for: it is successful, and no page. */
  boolean isOfApi() {
    return response.isSuccessful() && !HtmlPage.isDeclared(response);
  }

  /** Returns the events of a successful response to a watch, for at most that long. */
  EventStream events(Duration longest) {
    StreamBounds bounds = new StreamBounds(Ticker.system(), timeouts.idle(), longest);
    return new EventStream(this, bounds);
  }
}
