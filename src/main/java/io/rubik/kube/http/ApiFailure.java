package io.rubik.kube.http;

import io.rubik.kube.json.ApiStatus;
import io.rubik.kube.json.FieldReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;

/** The API server's answer that a request failed. */
public final class ApiFailure extends IOException {

  private static final long serialVersionUID = 1L;

  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final int MAX_MESSAGE_LENGTH = 1024;
  private static final int GONE = 410;

  private final int code;
  private final Duration retryAfter;

  /** Says what the server answered; the message is shortened to 1024 characters. */
  public ApiFailure(int code, String message, Duration retryAfter) {
    super(message.substring(0, Math.min(message.length(), MAX_MESSAGE_LENGTH)));
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** Reads a response that is no success, and closes it. */
  static ApiFailure read(Response response) {
    try (response) {
      Duration retryAfter = RetryAfter.parse(response.header("Retry-After", ""));
      return new ApiFailure(response.code(), message(response.body()), retryAfter);
    }
  }

  /** Returns the HTTP status. */
  public int code() {
    return code;
  }

  /** Returns how long the server asks to be left alone, zero when it does not say. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /**
   * Returns whether the resource version asked for is one the server cannot go on from: too old, or
   * too new, as after etcd was restored from a backup.
   */
  public boolean isVersionUnusable() {
    return code == GONE || String.valueOf(getMessage()).contains("Too large resource version");
  }

  /** Returns the message of a Status object, else the start of whatever the body is. */
  private static String message(ResponseBody body) {
    byte[] bytes = start(body.source());
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      String message = ApiStatus.read(new FieldReader(bytes)).message();
      return message.isEmpty() ? text : message;
    } catch (IOException e) {
      return text;
    }
  }

  private static byte[] start(BufferedSource body) {
    try {
      body.request(MAX_BODY_BYTES);
    } catch (IOException e) {
      // What has come until now is all there is.
    }
    Buffer come = body.getBuffer();
    return come.snapshot((int) Math.min(come.size(), MAX_BODY_BYTES)).toByteArray();
  }
}
