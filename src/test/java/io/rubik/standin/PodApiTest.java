package io.rubik.standin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PodApiTest extends WithStandIn {

  private static final String PODS = "/api/v1/namespaces/a/pods";
  private static final String P1 = PODS + "/p1";

  @Test
  void createFillsInServerManagedFields() throws IOException {
    ApiClient.Answer answer =
        client.send("POST", PODS, "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"p1\"}}");

    assertEquals(201, answer.code());
    for (String field : List.of("uid", "resourceVersion", "creationTimestamp")) {
      assertFalse(PodFields.metadata(answer.json(), field).isEmpty(), field);
    }
    assertEquals("a", PodFields.metadata(answer.json(), "namespace"));
    assertEquals(answer.json(), client.get(P1).json());
  }

  @Test
  void createOfAnExistingNameConflicts() throws IOException {
    server.pods().put(PodJson.pod("a", "p1"));

    assertEquals(409, client.send("POST", PODS, PodJson.pod("a", "p1").build().toString()).code());
  }

  @Test
  void createOfAnythingButAPodIsBadRequest() throws IOException {
    assertEquals(400, client.send("POST", PODS, "{\"kind\":\"Node\"}").code());
    assertEquals(400, client.send("POST", PODS, "no json").code());
  }

  @Test
  void missingPodIsNotFound() throws IOException {
    for (String method : List.of("GET", "PUT", "PATCH", "DELETE")) {
      ApiClient.Answer answer = client.send(method, P1, "{}");
      assertEquals(404, answer.code(), method);
      assertTrue(answer.body().contains("pods \\\"p1\\\" not found"), answer.body());
    }
  }

  @Test
  void patchMergesAndRemovesFields() throws IOException {
    server.pods().put(PodJson.pod("a", "p1").annotation("old", "1").annotation("stays", "2"));

    client.send("PATCH", P1, "{\"metadata\":{\"annotations\":{\"old\":null,\"new\":\"3\"}}}");

    JsonObject annotations =
        server
            .pods()
            .get("a", "p1")
            .orElseThrow()
            .getAsJsonObject("metadata")
            .getAsJsonObject("annotations");
    assertEquals("{\"stays\":\"2\",\"new\":\"3\"}", annotations.toString());
  }

  @Test
  void statusChangesOnlyThroughItsSubresource() throws IOException {
    server.pods().put(PodJson.pod("a", "p1"));
    String patch = "{\"metadata\":{\"labels\":{\"k\":\"v\"}},\"status\":{\"phase\":\"Failed\"}}";

    JsonObject main = client.send("PATCH", P1, patch).json();
    assertEquals("Running", phase(main));
    assertTrue(main.getAsJsonObject("metadata").has("labels"));

    JsonObject status =
        client.send("PATCH", P1 + "/status", "{\"status\":{\"phase\":\"Failed\"}}").json();
    assertEquals("Failed", phase(status));
    assertEquals(
        "Failed", phase(client.send("PUT", P1, main.toString().replace(version(main), "")).json()));
  }

  @Test
  void putOfAnOldVersionConflicts() throws IOException {
    JsonObject old = server.pods().put(PodJson.pod("a", "p1"));
    server.pods().put(PodJson.pod("a", "p1").label("k", "v"));

    assertEquals(409, client.send("PUT", P1, old.toString()).code());
    assertEquals(409, client.send("PUT", P1 + "/status", old.toString()).code());
  }

  @Test
  void deleteRemovesThePodAtOnce() throws IOException {
    server.pods().put(PodJson.pod("a", "p1"));

    assertEquals(200, client.send("DELETE", P1, "").code());
    assertEquals(Optional.empty(), server.pods().get("a", "p1"));
  }

  @Test
  void gracefulDeleteMarksThePodUntilItIsRemoved() throws IOException {
    server.pods().setGracefulDeletion(true);
    server.pods().put(PodJson.pod("a", "p1"));

    JsonObject marked = client.send("DELETE", P1, "").json();

    assertFalse(PodFields.metadata(marked, "deletionTimestamp").isEmpty());
    assertEquals(marked, server.pods().get("a", "p1").orElseThrow());
    assertEquals(200, client.send("DELETE", P1 + "?gracePeriodSeconds=0", "").code());
    assertEquals(404, client.get(P1).code());
  }

  @Test
  void evictionDeletesThePodAndIsRecorded() throws IOException {
    JsonObject pod = server.pods().put(PodJson.pod("a", "p1"));
    String uid = PodFields.metadata(pod, "uid");

    ApiClient.Answer answer = client.send("POST", P1 + "/eviction", eviction(uid));

    assertEquals(201, answer.code());
    assertEquals("Success", answer.json().get("status").getAsString());
    assertEquals(
        List.of(new EvictionRecord("a", "p1", uid, Authentication.TOKEN_USER, true)),
        server.evictions());
    assertEquals(404, client.send("POST", P1 + "/eviction", eviction(uid)).code());
  }

  @Test
  void evictionOfAnotherUidConflicts() throws IOException {
    server.pods().put(PodJson.pod("a", "p1"));

    assertEquals(409, client.send("POST", P1 + "/eviction", eviction("other")).code());
    assertTrue(server.pods().get("a", "p1").isPresent());
    assertFalse(server.evictions().getFirst().granted());
  }

  @Test
  void evictionOverTheDisruptionBudgetIsRefused() throws IOException {
    server.pods().put(PodJson.pod("a", "p1"));
    server.faults().inject(Fault.of(FaultKind.BUDGET).times(1));

    ApiClient.Answer refused = client.send("POST", P1 + "/eviction", "{}");

    assertEquals(429, refused.code());
    assertTrue(refused.body().contains("disruption budget"), refused.body());
    assertTrue(server.pods().get("a", "p1").isPresent());
    assertEquals(201, client.send("POST", P1 + "/eviction", "{}").code());
  }

  @Test
  void unknownPathsAreNotFound() throws IOException {
    assertEquals(404, client.get("/api/v1/nodes").code());
    assertEquals(404, client.get(P1 + "/log").code());
    assertEquals(200, client.get("/version").code());
  }

  private static String eviction(String uid) {
    return """
    {"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"p1","namespace":"a"},
     "deleteOptions":{"preconditions":{"uid":"%s"}}}
    """
        .formatted(uid);
  }

  private static String phase(JsonObject pod) {
    return pod.getAsJsonObject("status").get("phase").getAsString();
  }

  private static String version(JsonObject pod) {
    return PodFields.metadata(pod, "resourceVersion");
  }
}
