package io.rubik.kube;

import io.kubernetes.client.openapi.Pair;
import io.rubik.kube.http.ApiRequest;
import io.rubik.kube.http.ApiServer;
import io.rubik.kube.http.Cancellation;
import io.rubik.kube.json.MalformedBodyException;
import io.rubik.kube.json.PodListReader;
import io.rubik.kube.json.PodListing;
import io.rubik.kube.json.WatchEvent;
import io.rubik.kube.json.WatchEventReader;
import io.rubik.pod.PodKeys;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.Response;
import okio.BufferedSource;

/** Lists and watches the pods of one node, in all namespaces. */
final class PodListWatch implements PodSource {

  private static final String PATH = "/api/v1/pods";

  /** To a watch, a pod that ends is one that is deleted. */
  private static final String HAS_NOT_ENDED = "status.phase!=Succeeded,status.phase!=Failed";

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
    ApiRequest request = new ApiRequest(PATH, query, false);
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
    ApiRequest request = new ApiRequest(PATH, query, true);
    return new ResponseWatch(server.execute(request, cancellation), keys);
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
    query.add(new Pair("fieldSelector", "spec.nodeName=" + node.value() + "," + HAS_NOT_ENDED));
    if (!resourceVersion.isEmpty()) {
      query.add(new Pair("resourceVersion", resourceVersion));
    }
    return query;
  }

  /** A watch response: one event a line. */
  private static final class ResponseWatch implements Watch {

    /** Twice the largest object an API server stores. */
    private static final long MAX_LINE_BYTES = 3 << 20;

    private final Response response;
    private final PodKeys keys;
    private final BufferedSource lines;

    ResponseWatch(Response response, PodKeys keys) {
      this.response = response;
      this.keys = keys;
      this.lines = response.body().source();
    }

    @Override
    public Optional<WatchEvent> next() throws IOException {
      try {
        return lines.exhausted()
            ? Optional.empty()
            : Optional.of(WatchEventReader.parse(line(), keys));
      } catch (SocketTimeoutException e) {
        throw idle(e);
      }
    }

    /** Closes the stream; the connection stays open. */
    @Override
    public void close() {
      response.close();
    }

    private static SocketTimeoutException idle(SocketTimeoutException e) {
      SocketTimeoutException idle =
          new SocketTimeoutException("a watch without events or bookmarks");
      idle.initCause(e);
      return idle;
    }

    /** Returns the next line without its end. */
    private byte[] line() throws IOException {
      long length = lines.indexOf((byte) '\n', 0, MAX_LINE_BYTES);
      if (length < 0) {
        throw new MalformedBodyException("a watch event is cut short or larger than 3 MiB");
      }
      byte[] line = lines.readByteArray(length);
      lines.skip(1);
      return line;
    }
  }
}
