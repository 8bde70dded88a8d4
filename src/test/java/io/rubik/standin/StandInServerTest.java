package io.rubik.standin;

import static io.rubik.standin.ApiClient.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class StandInServerTest extends WithStandIn {

  @ParameterizedTest
  @EnumSource
  void resetBreaksWatches(Http protocol) throws Exception {
    try (ApiClient other = protocol.client(server);
        ApiClient.Watch watch = other.watch("")) {
      assertTrue(server.watches().await(1, PATIENCE));

      server.resetConnections();

      assertThrows(IOException.class, watch::nextLine);
      assertTrue(server.watches().await(0, PATIENCE));
    }
  }

  @ParameterizedTest
  @EnumSource
  void frozenConnectionsSendNothing(Http protocol) throws Exception {
    try (ApiClient other = protocol.client(server);
        ApiClient.Watch watch = other.watch("")) {
      assertTrue(server.watches().await(1, PATIENCE));
      server.freezeConnections();
      server.pods().put(PodJson.pod("a", "p1"));

      assertTrue(watch.isSilentFor(Duration.ofMillis(500)));
      server.thawConnections();
    }
  }

  @ParameterizedTest
  @EnumSource
  void thawedConnectionsCatchUp(Http protocol) throws Exception {
    try (ApiClient other = protocol.client(server);
        ApiClient.Watch watch = other.watch("")) {
      assertTrue(server.watches().await(1, PATIENCE));
      server.freezeConnections();
      server.pods().put(PodJson.pod("a", "p1"));

      server.thawConnections();

      assertEquals("ADDED p1", watch.next());
    }
  }

  @Test
  void missingAndWrongTokensAreUnauthorized() throws IOException {
    client.setToken("");
    assertEquals(401, client.get("/api/v1/pods").code());
    client.setToken("wrong");
    ApiClient.Answer answer = client.get("/api/v1/pods");

    assertEquals(401, answer.code());
    assertEquals("Status", answer.json().get("kind").getAsString());
    assertEquals("Unauthorized", answer.json().get("reason").getAsString());
    assertEquals(
        List.of("none", "bearer"),
        server.requests().all().stream().map(RequestRecord::authorization).toList());
  }

  @Test
  void tokenCanBeChanged() throws IOException {
    server.setToken("second");
    assertEquals(401, client.get("/api/v1/pods").code());

    client.setToken("second");

    assertEquals(200, client.get("/api/v1/pods").code());
  }

  @Test
  void clientCertificatesAuthenticate() throws IOException {
    for (ClientCertificate certificate :
        List.of(
            server.certificates().issueEc("system:node:n1"),
            server.certificates().issueRsa("system:node:n1"))) {
      try (ApiClient other = ApiClient.withCertificate(server, certificate)) {
        assertEquals(200, other.get("/api/v1/pods").code());
        RequestRecord request = server.requests().all().getLast();
        assertEquals("certificate", request.authorization());
        assertEquals("system:node:n1", request.user());
      }
    }
  }

  @Test
  void clientCertificateOfAnotherCaIsUnauthorized() throws IOException {
    ClientCertificate foreign = Certificates.create().issueEc("system:node:n1");
    try (ApiClient other = ApiClient.withCertificate(server, foreign)) {
      assertEquals(401, other.get("/api/v1/pods").code());
    }
  }

  @Test
  void restartKeepsPodsPortAndVersions() throws Exception {
    JsonObject pod = server.pods().put(PodJson.pod("a", "p1"));
    String url = server.url();
    client.get("/api/v1/pods");

    server.stop();
    assertThrows(IOException.class, () -> client.get("/api/v1/pods"));
    server.pods().put(PodJson.pod("a", "p2"));
    server.restart();

    assertEquals(url, server.url());
    try (ApiClient.Watch watch =
        client.watch("resourceVersion=" + PodFields.metadata(pod, "resourceVersion"))) {
      assertEquals("ADDED p2", watch.next());
    }
  }

  @Test
  void stopEndsRunningWatches() throws Exception {
    try (ApiClient.Watch watch = client.watch("")) {
      assertTrue(server.watches().await(1, PATIENCE));
      server.stop();
      assertTrue(watch.hasEndedSomehow());
      assertEquals(0, server.watches().count());
    }
  }

  @Test
  void newCertificateIsTrustedOnlyFromTheSameCa() throws Exception {
    server.restart(server.certificates().withNewServerCertificate());
    assertEquals(200, client.get("/api/v1/pods").code());

    server.restart(server.certificates().withNewCa());

    assertThrows(SSLHandshakeException.class, () -> client.get("/api/v1/pods"));
  }

  @Test
  void requestsAreCounted() throws Exception {
    client.get("/api/v1/pods?limit=500");
    client.watch("").close();
    client.watch("").close();

    assertTrue(server.requests().await(RequestRecord::isWatch, 2, PATIENCE));
    assertEquals(1, server.requests().count(RequestRecord::isList));
    assertEquals("limit=500", server.requests().all().getFirst().query());
    assertEquals("HTTP/2", server.requests().all().getFirst().protocol());
    assertEquals(Authentication.TOKEN_USER, server.requests().all().getFirst().user());
  }

  @Test
  void tokenNeverReachesTheLog() throws IOException {
    client.get("/api/v1/pods");

    assertTrue(
        server.requests().all().stream().noneMatch(r -> r.toString().contains(server.token())));
    assertNotEquals("", server.token());
  }
}
