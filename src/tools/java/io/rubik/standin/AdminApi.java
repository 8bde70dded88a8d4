package io.rubik.standin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import mockwebserver3.MockResponse;

/**
 * What a demo or a soak run asks of the stand-in from outside, with the API's own credentials.
 *
 * <pre>
 * POST   /standin/faults    {"kind":"TOO_MANY_REQUESTS","target":"LIST","times":3,"retryAfterSeconds":2}
 * POST   /standin/faults    {"kind":"WATCH_SILENT","lastingSeconds":30}
 * DELETE /standin/faults    ends all faults
 * POST   /standin/actions   {"action":"RESTART","downSeconds":5,"newCertificate":true}
 * GET    /standin/requests  {"openWatches":1,"requests":[...],"evictions":[...]}
 * </pre>
 */
final class AdminApi {

  private final StandInState state;
  private final BiConsumer<StandInAction, JsonObject> actions;

  AdminApi(StandInState state, BiConsumer<StandInAction, JsonObject> actions) {
    this.state = state;
    this.actions = actions;
  }

  MockResponse answer(ApiRequest request) {
    return switch (request.method() + " " + request.url().encodedPath()) {
      case "POST /standin/faults" -> {
        state.faults().inject(fault(request.json()));
        yield done();
      }
      case "DELETE /standin/faults" -> {
        state.faults().clear();
        yield done();
      }
      case "POST /standin/actions" -> {
        JsonObject body = request.json();
        actions.accept(constant(StandInAction.class, body, "action", Optional.empty()), body);
        yield done();
      }
      case "GET /standin/requests" -> Answers.json(200, log());
      default -> throw new ApiException(ApiStatus.notFound());
    };
  }

  /** Returns the fault that the JSON describes; fails with 400. */
  static Fault fault(JsonObject json) {
    try {
      return parse(json);
    } catch (IllegalArgumentException | IllegalStateException | UnsupportedOperationException e) {
      throw new ApiException(ApiStatus.badRequest("not a fault: " + e.getMessage()));
    }
  }

  private static Fault parse(JsonObject json) {
    Fault fault =
        Fault.of(constant(FaultKind.class, json, "kind", Optional.empty()))
            .on(constant(FaultTarget.class, json, "target", Optional.of(FaultTarget.ANY)));
    if (json.has("times")) {
      fault = fault.times(json.get("times").getAsInt());
    }
    if (json.has("lastingSeconds")) {
      fault = fault.lasting(Duration.ofSeconds(json.get("lastingSeconds").getAsLong()));
    }
    if (json.has("retryAfterSeconds")) {
      fault = fault.retryAfter(Duration.ofSeconds(json.get("retryAfterSeconds").getAsLong()));
    }
    if (json.has("bytesPerSecond")) {
      fault = fault.bytesPerSecond(json.get("bytesPerSecond").getAsInt());
    }
    return fault;
  }

  private JsonObject log() {
    JsonArray requests = new JsonArray();
    for (RequestRecord request : state.requests().all()) {
      JsonObject json = new JsonObject();
      json.addProperty("method", request.method());
      json.addProperty("path", request.path());
      json.addProperty("query", request.query());
      json.addProperty("protocol", request.protocol());
      json.addProperty("authorization", request.authorization());
      json.addProperty("user", request.user());
      requests.add(json);
    }
    JsonArray evictions = new JsonArray();
    for (EvictionRecord eviction : state.evictions()) {
      JsonObject json = new JsonObject();
      json.addProperty("namespace", eviction.namespace());
      json.addProperty("name", eviction.name());
      json.addProperty("uid", eviction.uid());
      json.addProperty("user", eviction.user());
      json.addProperty("granted", eviction.granted());
      evictions.add(json);
    }
    JsonObject log = new JsonObject();
    log.addProperty("openWatches", state.watches().count());
    log.add("requests", requests);
    log.add("evictions", evictions);
    return log;
  }

  private static <E extends Enum<E>> E constant(
      Class<E> type, JsonObject json, String field, Optional<E> absent) {
    if (!json.has(field)) {
      return absent.orElseThrow(
          () -> new ApiException(ApiStatus.badRequest(field + " is missing")));
    }
    String name = json.get(field).getAsString().toUpperCase(Locale.ROOT);
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new ApiException(ApiStatus.badRequest(field + " " + name + " is unknown")));
  }

  private static MockResponse done() {
    return Answers.status(ApiStatus.of(200, "", ""));
  }
}
