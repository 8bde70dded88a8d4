package io.rubik.kube.http;

import io.kubernetes.client.openapi.Pair;
import io.rubik.kube.json.PodListReader;
import io.rubik.kube.json.PodListing;
import io.rubik.pod.PodFixture;
import java.io.IOException;
import java.util.List;
import okhttp3.Response;
import okio.BufferedSource;

/** Requests for the pods of node n1. */
final class PodRequests {

  private static final Pair NODE = new Pair("fieldSelector", "spec.nodeName=n1");

  private PodRequests() {}

  static PodListing list(ApiServer server) throws IOException {
    ApiRequest request = new ApiRequest("/api/v1/pods", List.of(NODE), false);
    try (Response response = server.execute(request, new Cancellation())) {
      return PodListReader.read(response.body().byteStream(), PodFixture.KEYS);
    }
  }

  /** Returns the lines of a watch that goes on from a version. */
  static BufferedSource watch(ApiServer server, String version) throws IOException {
    List<Pair> query =
        List.of(NODE, new Pair("resourceVersion", version), new Pair("watch", "true"));
    ApiRequest request = new ApiRequest("/api/v1/pods", query, true);
    return server.execute(request, new Cancellation()).body().source();
  }
}
