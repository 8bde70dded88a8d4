package io.rubik.standin;

import static io.rubik.standin.ApiClient.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault kind, seen by a client. */
final class FaultyServerTest {

  private static final String PODS = "/api/v1/pods";

  private StandInServer server;
  private ApiClient client;

  @BeforeEach
  void start() throws IOException {
    server = StandInServer.start();
    client = ApiClient.of(server);
    server.pods().put(PodJson.pod("a", "p1").running("main"));
    server.pods().put(PodJson.pod("a", "p2").running("main"));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "UNAUTHORIZED, 401, Unauthorized",
    "FORBIDDEN, 403, Forbidden",
    "GONE, 410, Expired",
    "TOO_MANY_REQUESTS, 429, TooManyRequests",
    "SERVER_ERROR, 500, InternalError",
    "UNAVAILABLE, 503, ServiceUnavailable",
    "SLOWLY_UNAVAILABLE, 503, ServiceUnavailable"
  })
  void statusFaultAnswersOnce(FaultKind kind, int code, String reason) throws IOException {
    server.faults().inject(Fault.of(kind).on(FaultTarget.LIST).times(1));

    ApiClient.Answer answer = client.get(PODS);

    assertEquals(code, answer.code());
    assertEquals(reason, answer.json().get("reason").getAsString());
    assertEquals(200, client.get(PODS).code());
  }

  @Test
  void statusFaultAppliesToWatches() throws IOException {
    server.faults().inject(Fault.of(FaultKind.GONE).on(FaultTarget.WATCH));

    try (ApiClient.Watch watch = client.watch("")) {
      assertEquals(410, watch.response().code());
    }
    assertEquals(200, client.get(PODS).code());
  }

  @Test
  void tooManyRequestsHasRetryAfter() throws IOException {
    server.faults().inject(Fault.of(FaultKind.TOO_MANY_REQUESTS).retryAfter(Duration.ofSeconds(7)));

    ApiClient.Answer answer = client.get(PODS);

    assertEquals("7", answer.response().header("Retry-After"));
    assertEquals(7, answer.json().getAsJsonObject("details").get("retryAfterSeconds").getAsInt());
  }

  @Test
  void stalledListIsAnsweredWhenTheFaultIsCleared() throws Exception {
    server.faults().inject(Fault.of(FaultKind.STALL).on(FaultTarget.LIST));
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(() -> {
          try {
            return client.get(PODS).code();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    assertTrue(server.requests().await(RequestRecord::isList, 1, PATIENCE));
    try (ApiClient.Watch watch = client.watch("")) {
      assertEquals("ADDED p1", watch.next());
    }
    assertFalse(code.isDone());

    server.faults().clear();

    assertEquals(200, code.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
  }

  @Test
  void resetBreaksTheRequest() throws IOException {
    server.faults().inject(Fault.of(FaultKind.RESET).times(1));

    assertThrows(IOException.class, () -> client.get(PODS));
    assertEquals(200, client.get(PODS).code());
  }

  @Test
  void slowListIsDelayed() throws IOException {
    int length = client.get(PODS).body().length();
    server.faults().inject(Fault.of(FaultKind.SLOW).bytesPerSecond(length * 2));
    long start = System.nanoTime();

    assertEquals(length, client.get(PODS).body().length());

    assertTrue(System.nanoTime() - start > Duration.ofMillis(300).toNanos());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void truncatedListEndsMidway(boolean http2) throws IOException {
    server.faults().inject(Fault.of(FaultKind.TRUNCATED));
    try (ApiClient other = http2 ? client : ApiClient.of(server, okhttp3.Protocol.HTTP_1_1)) {
      assertThrows(IOException.class, () -> other.get(PODS));
    }
  }

  @Test
  void listFaultsChangeTheBody() throws IOException {
    server.faults().inject(Fault.of(FaultKind.INVALID_JSON).times(1));
    server.faults().inject(Fault.of(FaultKind.ITEMS_MISSING).times(1));
    server.faults().inject(Fault.of(FaultKind.OTHER_KIND).times(1));
    server.faults().inject(Fault.of(FaultKind.EMPTY_LIST).times(1));

    ApiClient.Answer invalid = client.get(PODS);
    assertEquals(200, invalid.code());
    assertThrows(JsonParseException.class, invalid::json);
    assertFalse(client.get(PODS).json().has("items"));
    assertEquals("NodeList", client.get(PODS).json().get("kind").getAsString());
    assertEquals(List.of(), client.get(PODS).podNames());
    assertEquals(List.of("p1", "p2"), client.get(PODS).podNames());
  }

  @Test
  void unknownFieldsAreInObjectsButNotInMaps() throws IOException {
    server.pods().put(PodJson.pod("a", "p1").label("k", "v").running("main"));
    server.faults().inject(Fault.of(FaultKind.UNKNOWN_FIELDS));

    JsonObject listed = client.get(PODS).json().getAsJsonArray("items").get(0).getAsJsonObject();
    try (ApiClient.Watch watch = client.watch("")) {
      assertEquals(listed, watch.nextEvent().getAsJsonObject("object"));
    }

    assertTrue(listed.has("futureText"));
    JsonObject status =
        listed
            .getAsJsonObject("status")
            .getAsJsonArray("containerStatuses")
            .get(0)
            .getAsJsonObject();
    assertTrue(status.getAsJsonObject("state").getAsJsonObject("running").has("futureNull"));
    JsonObject labels = listed.getAsJsonObject("metadata").getAsJsonObject("labels");
    assertEquals(JsonParser.parseString("{\"k\":\"v\"}"), labels);
  }

  @Test
  void watchesAreClosedImmediatelyAndRepeatedly() throws IOException {
    server.faults().inject(Fault.of(FaultKind.WATCH_CLOSED).times(2));

    for (int i = 0; i < 2; i++) {
      try (ApiClient.Watch watch = client.watch("")) {
        assertEquals(200, watch.response().code());
        assertTrue(watch.hasEnded());
      }
    }
    try (ApiClient.Watch watch = client.watch("")) {
      assertEquals("ADDED p1", watch.next());
    }
  }

  @Test
  void watchExpires() throws IOException {
    server.faults().inject(Fault.of(FaultKind.WATCH_EXPIRED).times(1));

    try (ApiClient.Watch watch = client.watch("resourceVersion=" + server.pods().version())) {
      assertEquals("ERROR", watch.next());
      assertTrue(watch.hasEnded());
    }
  }

  @Test
  void silentWatchCatchesUpAfterwards() throws Exception {
    try (ApiClient.Watch watch = client.watch(fromNow())) {
      assertTrue(server.watches().await(1, PATIENCE));
      server.faults().inject(Fault.of(FaultKind.WATCH_SILENT));
      server.pods().put(PodJson.pod("a", "p3"));
      server.faults().clear();

      assertEquals("ADDED p3", watch.next());
    }
  }

  @Test
  void silentWatchSendsNothing() throws Exception {
    try (ApiClient.Watch watch = client.watch(fromNow() + "&allowWatchBookmarks=true")) {
      assertTrue(server.watches().await(1, PATIENCE));
      server.faults().inject(Fault.of(FaultKind.WATCH_SILENT));
      server.pods().put(PodJson.pod("a", "p3"));
      server.watches().sendBookmarks();

      assertTrue(watch.isSilentFor(Duration.ofMillis(500)));
    }
  }

  @Test
  void drippingWatchCatchesUpAfterwards() throws Exception {
    try (ApiClient.Watch watch = client.watch(fromNow())) {
      assertTrue(server.watches().await(1, PATIENCE));
      server.faults().inject(Fault.of(FaultKind.WATCH_DRIPPING).bytesPerSecond(20));
      server.pods().put(PodJson.pod("a", "p3"));
      assertFalse(watch.hasEnded());
      server.faults().clear();

      assertEquals("ADDED p3", watch.next());
    }
  }

  @Test
  void blankWatchCatchesUpAfterwards() throws Exception {
    try (ApiClient.Watch watch = client.watch(fromNow())) {
      assertTrue(server.watches().await(1, PATIENCE));
      server.faults().inject(Fault.of(FaultKind.WATCH_BLANK));
      server.pods().put(PodJson.pod("a", "p3"));
      assertEquals(" ", watch.nextLine());
      server.faults().clear();

      String line = watch.nextLine();
      while (line.isBlank()) {
        line = watch.nextLine();
      }
      assertTrue(line.contains("p3"), line);
    }
  }

  @Test
  void connectionsDripUntilTheyAreNotToldTo() throws Exception {
    server.dripConnections(Duration.ofMillis(100));
    try (ApiClient hasty = ApiClient.withCallTimeout(server, Duration.ofMillis(300))) {
      assertThrows(InterruptedIOException.class, () -> hasty.get(PODS));
    }
    server.dripConnections(Duration.ZERO);

    assertEquals(200, client.get(PODS).code());
  }

  @Test
  void wipedServerBeginsAgain() throws IOException {
    long before = server.pods().version();
    server.pods().wipe();

    assertEquals(504, client.get(PODS + "?resourceVersion=" + before).code());
    assertEquals(List.of(), client.get(PODS).podNames());
  }

  @Test
  void rewoundServerHasItsPodsAtOlderVersions() throws IOException {
    for (int i = 0; i < 9; i++) {
      server.pods().put(PodJson.pod("a", "p1"));
    }
    long before = server.pods().version();
    List<String> names = client.get(PODS).podNames();
    server.pods().rewind();

    assertTrue(server.pods().version() < before);
    assertEquals(names, client.get(PODS).podNames());
  }

  @Test
  void eventsAreDuplicatedDroppedAndReordered() throws IOException {
    try (ApiClient.Watch watch = client.watch(fromNow())) {
      server.faults().inject(Fault.of(FaultKind.DUPLICATE_EVENT).times(1));
      server.pods().put(PodJson.pod("a", "p3"));
      assertEquals("ADDED p3", watch.next());
      assertEquals("ADDED p3", watch.next());

      server.faults().inject(Fault.of(FaultKind.DROPPED_DELETE).times(1));
      server.pods().delete("a", "p3");
      server.faults().inject(Fault.of(FaultKind.OUT_OF_ORDER_EVENT).times(1));
      server.pods().put(PodJson.pod("a", "p4"));
      server.pods().put(PodJson.pod("a", "p4").label("k", "v"));
      assertEquals("MODIFIED p4", watch.next());
      assertEquals("ADDED p4", watch.next());
    }
  }

  @Test
  void watchEventCanBeInvalid() throws IOException {
    server.faults().inject(Fault.of(FaultKind.INVALID_JSON).on(FaultTarget.WATCH).times(1));

    try (ApiClient.Watch watch = client.watch("")) {
      String line = watch.nextLine();
      assertThrows(JsonParseException.class, () -> JsonParser.parseString(line));
      assertEquals("ADDED p2", watch.next());
    }
  }

  @Test
  void stalledRequestRunsIntoTheClientsTimeout() {
    server.faults().inject(Fault.of(FaultKind.STALL));
    try (ApiClient hasty = ApiClient.withCallTimeout(server, Duration.ofMillis(300))) {
      assertThrows(InterruptedIOException.class, () -> hasty.get(PODS));
    }
  }

  private String fromNow() {
    return "resourceVersion=" + server.pods().version();
  }
}
