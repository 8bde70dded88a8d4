package io.rubik.kube.http;

import io.kubernetes.client.openapi.Pair;
import java.util.List;

/**
 * A read of the API.
 *
 * @param path such as {@code /api/v1/pods}
 */
public record ApiRequest(String path, List<Pair> query) {

  /** Copies the list. */
  public ApiRequest {
    query = List.copyOf(query);
  }
}
