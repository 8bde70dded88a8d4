package io.rubik.standin;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/pods} and {@code /api/v1/namespaces/{namespace}/pods}: list, watch and create. */
final class PodCollection {

  private static final EnumSet<FaultKind> LIST_FAULTS =
      EnumSet.of(
          FaultKind.SLOW,
          FaultKind.TRUNCATED,
          FaultKind.INVALID_JSON,
          FaultKind.ITEMS_MISSING,
          FaultKind.OTHER_KIND,
          FaultKind.EMPTY_LIST,
          FaultKind.UNKNOWN_FIELDS);

  private final StandInState state;

  PodCollection(StandInState state) {
    this.state = state;
  }

  MockResponse answer(ApiRequest request, @Nullable String namespace) {
    return switch (request.method()) {
      case "GET" -> request.isSet("watch") ? watch(request, namespace) : list(request, namespace);
      case "POST" -> create(request, namespace);
      default ->
          throw new ApiException(
              ApiStatus.of(405, "MethodNotAllowed", "the server does not allow this method"));
    };
  }

  private MockResponse list(ApiRequest request, @Nullable String namespace) {
    PodRegistry.Snapshot snapshot = state.pods().list(selector(request, namespace));
    request.resourceVersion().ifPresent(asked -> checkReached(asked, snapshot.version()));
    JsonArray items = new JsonArray();
    snapshot.pods().forEach(items::add);
    JsonObject metadata = new JsonObject();
    metadata.addProperty("resourceVersion", Long.toString(snapshot.version()));
    JsonObject list = new JsonObject();
    list.addProperty("kind", "PodList");
    list.addProperty("apiVersion", "v1");
    list.add("metadata", metadata);
    list.add("items", items);
    return state
        .faults()
        .take(LIST_FAULTS, FaultTarget.LIST)
        .map(strike -> faulty(strike.fault(), list))
        .orElseGet(() -> Answers.json(200, list));
  }

  private static MockResponse faulty(Fault fault, JsonObject list) {
    MockResponse.Builder sound = Answers.json(200, list).newBuilder();
    return switch (fault.kind()) {
      case SLOW ->
          sound
              .throttleBody(Math.max(1, fault.bytesPerSecond() / 20), 50, TimeUnit.MILLISECONDS)
              .build();
      case TRUNCATED -> sound.onResponseBody(new SocketEffect.CloseStream(2)).build();
      case INVALID_JSON -> Answers.text(200, list.toString().replaceFirst("\\[", "[}"));
      case ITEMS_MISSING -> {
        list.remove("items");
        yield Answers.json(200, list);
      }
      case OTHER_KIND -> {
        list.addProperty("kind", "NodeList");
        list.add("items", new JsonArray());
        yield Answers.json(200, list);
      }
      case EMPTY_LIST -> {
        list.add("items", new JsonArray());
        yield Answers.json(200, list);
      }
      default -> {
        JsonArray items = new JsonArray();
        for (JsonElement pod : list.getAsJsonArray("items")) {
          items.add(UnknownFields.addedTo(pod.getAsJsonObject()));
        }
        list.add("items", items);
        yield Answers.json(200, list);
      }
    };
  }

  private MockResponse watch(ApiRequest request, @Nullable String namespace) {
    if (request.isSet("sendInitialEvents")) {
      throw new ApiException(
          ApiStatus.of(
              422,
              "Invalid",
              "ListOptions.meta.k8s.io \"\" is invalid: sendInitialEvents: Forbidden:"
                  + " sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled"));
    }
    String timeout = request.parameter("timeoutSeconds");
    WatchStream body =
        new WatchStream(
            new WatchStream.Request(
                selector(request, namespace),
                request.resourceVersion(),
                timeout == null
                    ? Optional.empty()
                    : Optional.of(Duration.ofSeconds(Long.parseLong(timeout))),
                request.isSet("allowWatchBookmarks"),
                request.http2(),
                request.connection()),
            state);
    MockResponse.Builder answer =
        new MockResponse.Builder()
            .addHeader("Content-Type", "application/json")
            .addHeader("Cache-Control", "no-cache, private")
            .body(body)
            // A delay, however short, makes the HTTP/2 server flush the headers before the first
            // event.
            .bodyDelay(1, TimeUnit.NANOSECONDS);
    if (!request.http2()) {
      answer.setHeader("Transfer-Encoding", "chunked");
    }
    return answer.build();
  }

  private MockResponse create(ApiRequest request, @Nullable String namespace) {
    JsonObject pod = request.json();
    if (!pod.has("kind") || !pod.get("kind").getAsString().equals("Pod")) {
      throw new ApiException(ApiStatus.badRequest("the body is not a Pod"));
    }
    JsonObject metadata = PodFields.section(pod, "metadata");
    if (PodFields.metadata(pod, "namespace").isEmpty()) {
      metadata.addProperty("namespace", namespace == null ? "default" : namespace);
    }
    if (PodFields.metadata(pod, "name").isEmpty()) {
      throw new ApiException(
          ApiStatus.of(422, "Invalid", "metadata.name: Required value: name is required"));
    }
    return Answers.json(201, state.pods().create(pod));
  }

  private PodSelector selector(ApiRequest request, @Nullable String namespace) {
    String labels = request.parameter("labelSelector");
    if (labels != null && !labels.isEmpty()) {
      throw new ApiException(ApiStatus.badRequest("the stand-in knows no label selectors"));
    }
    PodSelector selector = PodSelector.parse(namespace, request.parameter("fieldSelector"));
    return state.faults().isActive(FaultKind.PHASE_IGNORED) ? selector.ofAnyPhase() : selector;
  }

  private static void checkReached(long asked, long version) {
    if (asked > version) {
      throw new ApiException(
          ApiStatus.of(
                  504, "Timeout", "Too large resource version: " + asked + ", current: " + version)
              .withCause("ResourceVersionTooLarge", "Too large resource version")
              .withRetryAfter(Duration.ofSeconds(1)));
    }
  }
}
