package io.rubik.standin;

import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/** The way of a request: log, authentication, faults, then the handler of its path. */
final class ApiRouter {

  private final StandInState state;
  private final Certificates certificates;
  private final AdminApi admin;
  private final FaultAnswers faultAnswers;
  private final PodCollection collection;
  private final PodResource resource;

  ApiRouter(StandInState state, Certificates certificates, AdminApi admin) {
    this.state = state;
    this.certificates = certificates;
    this.admin = admin;
    this.faultAnswers = new FaultAnswers(state);
    this.collection = new PodCollection(state);
    this.resource = new PodResource(state);
  }

  MockResponse answer(RecordedRequest recorded) throws InterruptedException {
    Authentication.Caller caller = state.authentication().caller(recorded, certificates);
    ApiRequest request = ApiRequest.of(recorded);
    boolean forStandIn = request.path().getFirst().equals("standin");
    if (!forStandIn) {
      state.requests().add(record(request, caller));
    }
    if (caller.user().isEmpty()) {
      return Answers.status(ApiStatus.unauthorized());
    }
    try {
      if (forStandIn) {
        return admin.answer(request);
      }
      return faultAnswers.answer(request).orElseGet(() -> route(request, caller.user().get()));
    } catch (ApiException e) {
      return Answers.status(e.status());
    }
  }

  private MockResponse route(ApiRequest request, String user) {
    List<String> path = request.path();
    boolean pods = path.size() >= 3 && path.get(0).equals("api") && path.get(1).equals("v1");
    if (pods && path.size() == 3 && path.get(2).equals("pods")) {
      return collection.answer(request, null);
    }
    if (pods
        && path.size() >= 5
        && path.get(2).equals("namespaces")
        && path.get(4).equals("pods")) {
      return routeNamespaced(request, path.get(3), path.subList(5, path.size()), user);
    }
    return Discovery.answer(request.url().encodedPath())
        .orElseThrow(() -> new ApiException(ApiStatus.notFound()));
  }

  private MockResponse routeNamespaced(
      ApiRequest request, String namespace, List<String> rest, String user) {
    return switch (rest.size()) {
      case 0 -> collection.answer(request, namespace);
      case 1 -> resource.answer(request, namespace, rest.get(0));
      case 2 ->
          switch (rest.get(1)) {
            case "status" -> resource.answerStatus(request, namespace, rest.get(0));
            case "eviction" -> resource.answerEviction(request, namespace, rest.get(0), user);
            default -> throw new ApiException(ApiStatus.notFound());
          };
      default -> throw new ApiException(ApiStatus.notFound());
    };
  }

  private static RequestRecord record(ApiRequest request, Authentication.Caller caller) {
    String query = request.url().query();
    return new RequestRecord(
        request.method(),
        request.url().encodedPath(),
        query == null ? "" : query,
        request.http2() ? "HTTP/2" : "HTTP/1.1",
        caller.kind(),
        caller.user().orElse(""));
  }
}
