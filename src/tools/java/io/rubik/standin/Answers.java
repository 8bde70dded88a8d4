package io.rubik.standin;

import com.google.gson.JsonObject;
import mockwebserver3.MockResponse;

/** The plain answers of the API. */
final class Answers {

  private Answers() {}

  static MockResponse json(int code, JsonObject json) {
    return text(code, json.toString());
  }

  static MockResponse text(int code, String json) {
    return new MockResponse.Builder()
        .code(code)
        .addHeader("Content-Type", "application/json")
        .addHeader("Cache-Control", "no-cache, private")
        .body(json)
        .build();
  }

  static MockResponse status(ApiStatus status) {
    MockResponse.Builder answer = json(status.code(), status.json()).newBuilder();
    status.retryAfter().ifPresent(wait -> answer.addHeader("Retry-After", wait.toSeconds()));
    return answer.build();
  }
}
