package io.rubik.kube.http;

import io.kubernetes.client.openapi.Pair;
import io.rubik.kube.json.PodListReader;
import io.rubik.kube.json.PodListing;
import io.rubik.pod.PodFixture;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import okhttp3.Response;

/** Requests for the pods of node n1. */
final class PodRequests {

  private static final Pair NODE = new Pair("fieldSelector", "spec.nodeName=n1");

  private PodRequests() {}

  static PodListing list(ApiServer server) throws IOException {
    ApiRequest request = new ApiRequest("/api/v1/pods", List.of(NODE));
    try (Response response = server.execute(request, new Cancellation())) {
      return PodListReader.read(response.body().byteStream(), PodFixture.KEYS);
    }
  }

  /** Returns the events of a watch that goes on from a version, for at most an hour. */
  static EventStream watch(ApiServer server, String version) throws IOException {
    return watch(server, version, Duration.ofHours(1));
  }

  static EventStream watch(ApiServer server, String version, Duration longest) throws IOException {
    List<Pair> query =
        List.of(NODE, new Pair("resourceVersion", version), new Pair("watch", "true"));
    ApiRequest request = new ApiRequest("/api/v1/pods", query);
    return server.stream(request, longest, new Cancellation());
  }
}
