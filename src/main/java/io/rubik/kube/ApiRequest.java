package io.rubik.kube;

import io.kubernetes.client.openapi.Pair;
import java.time.Duration;
import java.util.List;

/**
 * A call of the API.
 *
 * @param path such as {@code /api/v1/pods}
 * @param body JSON, empty for none
 * @param timeout for the whole call, zero when it may last
 */
record ApiRequest(String method, String path, List<Pair> query, String body, Duration timeout) {

  /** Copies the list. */
  ApiRequest {
    query = List.copyOf(query);
  }
}
