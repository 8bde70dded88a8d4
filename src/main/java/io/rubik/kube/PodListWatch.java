package io.rubik.kube;

import io.kubernetes.client.openapi.Pair;
import io.rubik.kube.http.ApiRequest;
import io.rubik.kube.http.ApiServer;
import io.rubik.kube.http.Cancellation;
import io.rubik.kube.http.EventStream;
import io.rubik.kube.json.PodListReader;
import io.rubik.kube.json.PodListing;
import io.rubik.kube.json.WatchEvent;
import io.rubik.kube.json.WatchEventReader;
import io.rubik.pod.PodKeys;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.Response;

/** Lists and watches the pods of one node, in all namespaces. */
final class PodListWatch implements PodSource {

  private static final String PATH = "/api/v1/pods";

  /** Rubik ends a watch that the server has not ended this long after its timeoutSeconds. */
  private static final Duration OVERDUE = Duration.ofMinutes(1);

  private final ApiServer server;
  private final NodeName node;
  private final PodKeys keys;
  private final Cancellation cancellation = new Cancellation();

  PodListWatch(ApiServer server, NodeName node, PodKeys keys) {
    this.server = server;
    this.node = node;
    this.keys = keys;
  }

  @Override
  public PodListing list(String resourceVersion) throws IOException {
    List<Pair> query = query(resourceVersion);
    ApiRequest request = new ApiRequest(PATH, query);
    try (Response response = server.execute(request, cancellation)) {
      return PodListReader.read(response.body().byteStream(), keys);
    }
  }

  @Override
  public Watch watch(String resourceVersion, Duration duration) throws IOException {
    List<Pair> query = query(resourceVersion);
    query.add(new Pair("watch", "true"));
    query.add(new Pair("allowWatchBookmarks", "true"));
    query.add(new Pair("timeoutSeconds", String.valueOf(duration.toSeconds())));
    ApiRequest request = new ApiRequest(PATH, query);
    return new EventWatch(server.stream(request, duration.plus(OVERDUE), cancellation), keys);
  }

  @Override
  public boolean isCancelled() {
    return cancellation.isCancelled();
  }

  /** Cancels the current list or watch; no other can begin. */
  void cancel() {
    cancellation.cancel();
  }

  private List<Pair> query(String resourceVersion) {
    List<Pair> query = new ArrayList<>();
    query.add(new Pair("fieldSelector", "spec.nodeName=" + node.value()));
    if (!resourceVersion.isEmpty()) {
      query.add(new Pair("resourceVersion", resourceVersion));
    }
    return query;
  }

  private record EventWatch(EventStream events, PodKeys keys) implements Watch {

    @Override
    public Optional<WatchEvent> next() throws IOException {
      Optional<byte[]> line = events.next();
      return line.isPresent()
          ? Optional.of(WatchEventReader.parse(line.get(), keys))
          : Optional.empty();
    }

    @Override
    public void close() {
      events.close();
    }
  }
}
