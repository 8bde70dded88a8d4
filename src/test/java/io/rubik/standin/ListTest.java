package io.rubik.standin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ListTest extends WithStandIn {

  @Test
  void listSelectsByNodeNameAndNamespace() throws IOException {
    server.pods().put(PodJson.pod("a", "p1").node("n1"));
    server.pods().put(PodJson.pod("b", "p2").node("n1"));
    server.pods().put(PodJson.pod("a", "p3").node("n2"));

    assertEquals(List.of("p1", "p3", "p2"), client.get("/api/v1/pods").podNames());
    assertEquals(
        List.of("p1", "p2"),
        client.get("/api/v1/pods?fieldSelector=spec.nodeName%3Dn1").podNames());
    assertEquals(List.of("p1", "p3"), client.get("/api/v1/namespaces/a/pods").podNames());
    assertEquals(
        List.of("p2"),
        client
            .get(
                "/api/v1/pods?fieldSelector=metadata.name=p2,metadata.namespace!=a,spec.nodeName==n1")
            .podNames());
  }

  @Test
  void listHasItsKindAndVersion() throws IOException {
    JsonObject pod = server.pods().put(PodJson.pod("a", "p1"));

    JsonObject list = client.get("/api/v1/pods?resourceVersion=0").json();

    assertEquals("PodList", list.get("kind").getAsString());
    assertEquals(
        PodFields.metadata(pod, "resourceVersion"), PodFields.metadata(list, "resourceVersion"));
  }

  @Test
  void unknownFieldInSelectorIsBadRequest() throws IOException {
    ApiClient.Answer answer = client.get("/api/v1/pods?fieldSelector=spec.colour%3Dred");

    assertEquals(400, answer.code());
    assertTrue(answer.body().contains("field label not supported: spec.colour"), answer.body());
  }

  @Test
  void listOfAFutureVersionTimesOut() throws IOException {
    assertEquals(504, client.get("/api/v1/pods?resourceVersion=99999").code());
  }
}
