package io.rubik.kube;

import io.kubernetes.client.openapi.Pair;
import java.time.Duration;
import java.util.List;

/**
 * A read of the API.
 *
 * @param path such as {@code /api/v1/pods}
 * @param timeout for the whole call, zero when it may last
 */
record ApiRequest(String path, List<Pair> query, Duration timeout) {

  /** Copies the list. */
  ApiRequest {
    query = List.copyOf(query);
  }
}
