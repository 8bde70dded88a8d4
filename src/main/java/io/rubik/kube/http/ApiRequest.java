package io.rubik.kube.http;

import io.kubernetes.client.openapi.Pair;
import java.util.List;

/**
 * A read of the API.
 *
 * @param path such as {@code /api/v1/pods}
 * @param isStream whether the answer may last once it has begun
 */
public record ApiRequest(String path, List<Pair> query, boolean isStream) {

  /** Copies the list. */
  public ApiRequest {
    query = List.copyOf(query);
  }
}
