package io.rubik.kube;

import io.kubernetes.client.openapi.Pair;
import java.util.List;

/**
 * A read of the API.
 *
 * @param path such as {@code /api/v1/pods}
 * @param isStream whether the answer may last once it has begun
 */
record ApiRequest(String path, List<Pair> query, boolean isStream) {

  /** Copies the list. */
  ApiRequest {
    query = List.copyOf(query);
  }
}
