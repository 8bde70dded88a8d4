package io.rubik.standin;

import com.google.gson.JsonObject;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;

/** {@code /api/v1/namespaces/{namespace}/pods/{name}} with its subresources status and eviction. */
final class PodResource {

  private final StandInState state;

  PodResource(StandInState state) {
    this.state = state;
  }

  MockResponse answer(ApiRequest request, String namespace, String name) {
    return switch (request.method()) {
      case "GET" -> Answers.json(200, existing(namespace, name));
      case "PUT" -> update(request, namespace, name, pod -> withStatusOf(pod, request.json()));
      case "PATCH" ->
          update(
              request,
              namespace,
              name,
              pod -> withStatusOf(pod, PodFields.merged(pod, request.json())));
      case "DELETE" -> Answers.json(200, delete(request, namespace, name));
      default -> throw notAllowed();
    };
  }

  MockResponse answerStatus(ApiRequest request, String namespace, String name) {
    return switch (request.method()) {
      case "GET" -> Answers.json(200, existing(namespace, name));
      case "PUT" -> update(request, namespace, name, pod -> withStatusOf(request.json(), pod));
      case "PATCH" ->
          update(
              request,
              namespace,
              name,
              pod -> withStatusOf(PodFields.merged(pod, request.json()), pod));
      default -> throw notAllowed();
    };
  }

  MockResponse answerEviction(ApiRequest request, String namespace, String name, String user) {
    if (!request.method().equals("POST")) {
      throw notAllowed();
    }
    String wanted = precondition(request.json());
    boolean refused = state.faults().strikes(FaultKind.BUDGET, FaultTarget.EVICTION);
    boolean other =
        !wanted.isEmpty() && !wanted.equals(PodFields.metadata(existing(namespace, name), "uid"));
    state.evictions().add(new EvictionRecord(namespace, name, wanted, user, !refused && !other));
    if (refused) {
      throw new ApiException(
          ApiStatus.of(
                  429,
                  "TooManyRequests",
                  "Cannot evict pod as it would violate the pod's disruption budget.")
              .withCause(
                  "DisruptionBudget",
                  "The disruption budget " + name + " needs 1 healthy pods and has 1 currently"));
    }
    if (other) {
      throw new ApiException(
          ApiStatus.conflict(name, "the UID in the precondition does not match"));
    }
    state.pods().delete(namespace, name);
    return Answers.status(ApiStatus.of(201, "", ""));
  }

  private MockResponse update(
      ApiRequest request, String namespace, String name, UnaryOperator<JsonObject> change) {
    String wanted = PodFields.metadata(request.json(), "resourceVersion");
    UnaryOperator<JsonObject> checked =
        pod -> {
          if (!wanted.isEmpty() && !wanted.equals(PodFields.metadata(pod, "resourceVersion"))) {
            throw new ApiException(
                ApiStatus.conflict(
                    name,
                    "the object has been modified; please apply your changes to the latest version"));
          }
          return change.apply(pod);
        };
    return Answers.json(200, state.pods().update(namespace, name, checked));
  }

  private JsonObject delete(ApiRequest request, String namespace, String name) {
    String inQuery = request.parameter("gracePeriodSeconds");
    JsonObject options = request.json();
    boolean atOnce =
        "0".equals(inQuery)
            || (options.has("gracePeriodSeconds")
                && options.get("gracePeriodSeconds").getAsLong() == 0);
    return atOnce ? state.pods().remove(namespace, name) : state.pods().delete(namespace, name);
  }

  private JsonObject existing(String namespace, String name) {
    return state
        .pods()
        .get(namespace, name)
        .orElseThrow(() -> new ApiException(ApiStatus.podNotFound(name)));
  }

  /** Returns the second pod with the status of the first: the status has its own subresource. */
  private static JsonObject withStatusOf(JsonObject statusOf, JsonObject pod) {
    JsonObject result = pod.deepCopy();
    result.add("status", PodFields.section(statusOf.deepCopy(), "status"));
    return result;
  }

  private static String precondition(JsonObject eviction) {
    if (eviction.get("deleteOptions") instanceof JsonObject options
        && options.get("preconditions") instanceof JsonObject preconditions
        && preconditions.has("uid")) {
      return preconditions.get("uid").getAsString();
    }
    return "";
  }

  private static ApiException notAllowed() {
    return new ApiException(
        ApiStatus.of(405, "MethodNotAllowed", "the server does not allow this method"));
  }
}
