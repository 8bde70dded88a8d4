package io.rubik.standin;

import static io.rubik.standin.ApiClient.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AdminApiTest extends WithStandIn {

  @Test
  void faultIsInjectedAndCleared() throws IOException {
    assertEquals(
        200,
        client
            .send("POST", "/standin/faults", "{\"kind\":\"FORBIDDEN\",\"target\":\"LIST\"}")
            .code());
    assertEquals(403, client.get("/api/v1/pods").code());

    client.send("DELETE", "/standin/faults", "");

    assertEquals(200, client.get("/api/v1/pods").code());
  }

  @Test
  void everyPartOfAFaultIsRead() {
    JsonObject json =
        JsonParser.parseString(
                """
                {"kind":"slow","target":"LIST","times":3,"lastingSeconds":5,"retryAfterSeconds":2,
                 "bytesPerSecond":100}
                """)
            .getAsJsonObject();

    assertEquals(
        Fault.of(FaultKind.SLOW)
            .on(FaultTarget.LIST)
            .times(3)
            .lasting(Duration.ofSeconds(5))
            .retryAfter(Duration.ofSeconds(2))
            .bytesPerSecond(100),
        AdminApi.fault(json));
  }

  @Test
  void invalidFaultsAreRefused() throws IOException {
    for (String body :
        List.of(
            "{}",
            "{\"kind\":\"x\"}",
            "[]",
            "{\"kind\":\"SLOW\",\"times\":\"x\"}",
            "{\"kind\":\"SLOW\",\"times\":-1}")) {
      assertEquals(400, client.send("POST", "/standin/faults", body).code(), body);
    }
  }

  @Test
  void requestsAndEvictionsAreListed() throws IOException {
    server.pods().put(PodJson.pod("a", "p1"));
    client.send("POST", "/api/v1/namespaces/a/pods/p1/eviction", "{}");

    JsonObject log = client.get("/standin/requests").json();

    assertEquals(0, log.get("openWatches").getAsInt());
    assertEquals(1, log.getAsJsonArray("requests").size());
    assertEquals(1, log.getAsJsonArray("evictions").size());
    assertFalse(log.toString().contains(server.token()));
  }

  @Test
  void actionCutsWatches() throws Exception {
    try (ApiClient.Watch watch = client.watch("")) {
      assertTrue(server.watches().await(1, PATIENCE));
      act("CUT_WATCHES", "");
      assertTrue(watch.hasEnded());
    }
  }

  @Test
  void actionRestartsTheServer() throws Exception {
    try (ApiClient.Watch watch = client.watch("")) {
      assertTrue(server.watches().await(1, PATIENCE));
      act("RESTART", ",\"newCertificate\":true");
      assertTrue(watch.hasEndedSomehow());
    }
    assertTrue(server.awaitRunning(PATIENCE));
    assertEquals(200, client.get("/api/v1/pods").code());
  }

  @Test
  void actionChangesTheToken() throws IOException {
    act("TOKEN", ",\"token\":\"second\"");

    assertEquals(401, client.get("/standin/requests").code());
    client.setToken("second");
    assertEquals(200, client.get("/standin/requests").code());
  }

  private void act(String action, String more) throws IOException {
    String body = "{\"action\":\"" + action + "\"" + more + "}";
    assertEquals(200, client.send("POST", "/standin/actions", body).code());
  }
}
