package io.rubik.standin;

import java.util.Arrays;
import java.util.List;

/**
 * A request as the log keeps it: never with a token.
 *
 * @param query the raw query, "" when there is none
 * @param protocol {@code HTTP/1.1} or {@code HTTP/2}
 * @param authorization {@code bearer}, {@code certificate}, {@code none} or another scheme's name
 * @param user the authenticated user, "" without one
 */
public record RequestRecord(
    String method, String path, String query, String protocol, String authorization, String user) {

  /** Whether this is a list of pods. */
  public boolean isList() {
    return isPods() && !isWatch();
  }

  /** Whether this is a watch of pods. */
  public boolean isWatch() {
    List<String> parameters = Arrays.asList(query.split("&", -1));
    return isPods() && (parameters.contains("watch=true") || parameters.contains("watch=1"));
  }

  /** Whether this is an eviction. */
  public boolean isEviction() {
    return method.equals("POST") && path.endsWith("/eviction");
  }

  private boolean isPods() {
    return method.equals("GET") && path.startsWith("/api/v1/") && path.endsWith("/pods");
  }
}
