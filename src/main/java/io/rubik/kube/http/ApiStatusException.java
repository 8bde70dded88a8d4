package io.rubik.kube.http;

import io.rubik.kube.json.ApiStatus;
import io.rubik.kube.json.FieldReader;
import io.rubik.text.SafeText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;

/** The API server answered with an HTTP status other than success, or not as the API does. */
public final class ApiStatusException extends IOException {

  private static final long serialVersionUID = 1L;

  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final int MAX_MESSAGE_LENGTH = 1024;
  private static final int UNAUTHORIZED = 401;
  private static final int GONE = 410;

  private final int code;
  private final Duration retryAfter;

  /** Takes status, message (of which 1024 characters are kept) and Retry-After. */
  public ApiStatusException(int code, String message, Duration retryAfter) {
    super(SafeText.shortened(message, MAX_MESSAGE_LENGTH));
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /**
   * Reads a response that is not what was asked for, and closes it.
   *
   * @param defect of the client certificate, which may be why the server does not know the user
   */
  static ApiStatusException read(Response response, Optional<String> defect) {
    try (response) {
      Duration retryAfter = RetryAfter.parse(response.header("Retry-After", ""));
      String message = response.isRedirect() ? Redirect.describe(response) : message(response);
      String suspect = response.code() == UNAUTHORIZED ? defect.orElse("") : "";
      String both = message.isEmpty() || suspect.isEmpty() ? "" : "; ";
      return new ApiStatusException(response.code(), message + both + suspect, retryAfter);
    }
  }

  /** Returns the HTTP status. */
  public int code() {
    return code;
  }

  /** Returns the Retry-After of the response, zero when there is none. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /**
   * Returns whether the server cannot serve the requested resource version: it is too old, or too
   * new, as after etcd was restored from a backup.
   */
  public boolean isVersionUnusable() {
    return code == GONE || String.valueOf(getMessage()).contains("Too large resource version");
  }

  /** Returns the message of a Status object, what page it is, or the start of the body. */
  private static String message(Response response) {
    byte[] bytes = start(response.body().source());
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (HtmlPage.isDeclared(response) || HtmlPage.isOne(text)) {
      return HtmlPage.describe(text);
    }
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
      // What arrived until now is used.
    }
    Buffer arrived = body.getBuffer();
    return arrived.snapshot((int) Math.min(arrived.size(), MAX_BODY_BYTES)).toByteArray();
  }
}
