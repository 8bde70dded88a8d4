package io.rubik.standin;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Optional;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A request, as the handlers see it.
 *
 * @param path the segments of the path
 * @param connection the number of its connection
 */
record ApiRequest(
    String method, List<String> path, HttpUrl url, boolean http2, int connection, String body) {

  static ApiRequest of(RecordedRequest request) {
    ByteString body = request.getBody();
    return new ApiRequest(
        request.getMethod(),
        request.getUrl().pathSegments(),
        request.getUrl(),
        request.getVersion().equals("HTTP/2"),
        request.getConnectionIndex(),
        body == null ? "" : body.utf8());
  }

  @Nullable String parameter(String name) {
    return url.queryParameter(name);
  }

  boolean isSet(String parameter) {
    String value = parameter(parameter);
    return "true".equals(value) || "1".equals(value);
  }

  /**
   * Returns a resource version from the query, empty when none or 0 is asked for; fails with 400.
   */
  Optional<Long> resourceVersion() {
    String text = parameter("resourceVersion");
    if (text == null || text.isEmpty() || text.equals("0")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseUnsignedLong(text));
    } catch (NumberFormatException e) {
      throw new ApiException(
          ApiStatus.badRequest("resourceVersion: Invalid value: \"" + text + "\": not a number"));
    }
  }

  /** Returns the body; fails with 400 when it is not a JSON object. */
  JsonObject json() {
    try {
      return JsonParser.parseString(body.isEmpty() ? "{}" : body).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new ApiException(
          ApiStatus.badRequest("the body is not a JSON object: " + e.getMessage()));
    }
  }

  FaultTarget target() {
    int size = path.size();
    if (size < 3 || !path.get(0).equals("api") || !path.contains("pods")) {
      return FaultTarget.OTHER;
    }
    if (path.getLast().equals("pods") && method.equals("GET")) {
      return isSet("watch") ? FaultTarget.WATCH : FaultTarget.LIST;
    }
    return path.getLast().equals("eviction") ? FaultTarget.EVICTION : FaultTarget.POD;
  }
}
