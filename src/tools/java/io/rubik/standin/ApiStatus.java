package io.rubik.standin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * A Kubernetes {@code Status} object with its HTTP code.
 *
 * @param cause the reason and message of {@code details.causes}, if any
 */
record ApiStatus(
    int code, String reason, String message, Optional<Duration> retryAfter, Optional<Cause> cause) {

  /** One entry of {@code details.causes}. */
  record Cause(String reason, String message) {}

  static ApiStatus of(int code, String reason, String message) {
    return new ApiStatus(code, reason, message, Optional.empty(), Optional.empty());
  }

  static ApiStatus unauthorized() {
    return of(401, "Unauthorized", "Unauthorized");
  }

  static ApiStatus badRequest(String message) {
    return of(400, "BadRequest", message);
  }

  static ApiStatus notFound() {
    return of(404, "NotFound", "the server could not find the requested resource");
  }

  static ApiStatus podNotFound(String name) {
    return of(404, "NotFound", "pods \"" + name + "\" not found");
  }

  static ApiStatus conflict(String name, String why) {
    return of(409, "Conflict", "Operation cannot be fulfilled on pods \"" + name + "\": " + why);
  }

  static ApiStatus expired(long version, long oldest) {
    return of(410, "Expired", "too old resource version: " + version + " (" + oldest + ")");
  }

  static ApiStatus tooManyRequests(Duration retryAfter) {
    return of(429, "TooManyRequests", "Too many requests, please try again later.")
        .withRetryAfter(retryAfter);
  }

  ApiStatus withRetryAfter(Duration wait) {
    return new ApiStatus(code, reason, message, Optional.of(wait), cause);
  }

  ApiStatus withCause(String causeReason, String causeMessage) {
    return new ApiStatus(
        code, reason, message, retryAfter, Optional.of(new Cause(causeReason, causeMessage)));
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("kind", "Status");
    json.addProperty("apiVersion", "v1");
    json.add("metadata", new JsonObject());
    json.addProperty("status", code < 300 ? "Success" : "Failure");
    if (code >= 300) {
      json.addProperty("message", message);
      json.addProperty("reason", reason);
    }
    details().ifPresent(details -> json.add("details", details));
    json.addProperty("code", code);
    return json;
  }

  private Optional<JsonObject> details() {
    if (retryAfter.isEmpty() && cause.isEmpty()) {
      return Optional.empty();
    }
    JsonObject details = new JsonObject();
    cause.ifPresent(c -> {
      JsonObject entry = new JsonObject();
      entry.addProperty("reason", c.reason());
      entry.addProperty("message", c.message());
      JsonArray causes = new JsonArray();
      causes.add(entry);
      details.add("causes", causes);
    });
    retryAfter.ifPresent(wait -> details.addProperty("retryAfterSeconds", wait.toSeconds()));
    return Optional.of(details);
  }
}
