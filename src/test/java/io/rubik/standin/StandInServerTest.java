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
import okhttp3.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class StandInServerTest {

  /** What a client offers by ALPN. */
  enum Http {
    ONE,
    TWO;

    ApiClient client(StandInServer server) {
      return switch (this) {
        case ONE -> ApiClient.of(server, Protocol.HTTP_1_1);
        case TWO -> ApiClient.of(server, Protocol.HTTP_2, Protocol.HTTP_1_1);
      };
    }
  }

  private StandInServer server;
  private ApiClient client;

  @BeforeEach
  void start() throws IOException {
    server = StandInServer.start();
    client = ApiClient.of(server);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

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
  void listNamesItsKindAndVersion() throws IOException {
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
  void listOfTheFutureTimesOut() throws IOException {
    assertEquals(504, client.get("/api/v1/pods?resourceVersion=99999").code());
  }

  @ParameterizedTest
  @EnumSource
  void watchSendsEachEventAtOnce(Http protocol) throws IOException {
    try (ApiClient other = protocol.client(server);
        ApiClient.Watch watch = other.watch("")) {
      server.pods().put(PodJson.pod("a", "p1"));
      assertEquals("ADDED p1", watch.next());
      server.pods().put(PodJson.pod("a", "p1").annotation("k", "v"));
      assertEquals("MODIFIED p1", watch.next());
      server.pods().delete("a", "p1");
      assertEquals("DELETED p1", watch.next());

      assertEquals(
          protocol == Http.ONE ? Protocol.HTTP_1_1 : Protocol.HTTP_2, watch.response().protocol());
    }
  }

  @ParameterizedTest
  @EnumSource
  void watchEndsWhenTheClientLeaves(Http protocol) throws Exception {
    try (ApiClient other = protocol.client(server)) {
      ApiClient.Watch watch = other.watch("");
      assertTrue(server.watches().await(1, PATIENCE));

      watch.close();

      assertTrue(server.watches().await(0, PATIENCE));
    }
  }

  @Test
  void watchFollowsTheSelector() throws IOException {
    server.pods().put(PodJson.pod("a", "p1"));
    try (ApiClient.Watch watch = client.watch("fieldSelector=spec.nodeName%3Dn1")) {
      server.pods().put(PodJson.pod("a", "p1").node("n1"));
      assertEquals("ADDED p1", watch.next());
      server.pods().put(PodJson.pod("a", "p1").node("n2"));
      assertEquals("DELETED p1", watch.next());
    }
  }

  @Test
  void watchWithoutVersionBeginsWithExistingPods() throws IOException {
    server.pods().put(PodJson.pod("a", "p1"));
    server.pods().put(PodJson.pod("a", "p2"));

    try (ApiClient.Watch watch = client.watch("resourceVersion=0")) {
      assertEquals("ADDED p1", watch.next());
      assertEquals("ADDED p2", watch.next());
    }
  }

  @Test
  void watchResumesAfterAVersion() throws IOException {
    JsonObject first = server.pods().put(PodJson.pod("a", "p1"));
    server.pods().put(PodJson.pod("a", "p2"));
    server.pods().delete("a", "p1");

    String version = PodFields.metadata(first, "resourceVersion");
    try (ApiClient.Watch watch = client.watch("resourceVersion=" + version)) {
      assertEquals("ADDED p2", watch.next());
      assertEquals("DELETED p1", watch.next());
    }
  }

  @Test
  void watchFromACompactedVersionGetsAnErrorEvent() throws IOException {
    JsonObject first = server.pods().put(PodJson.pod("a", "p1"));
    server.pods().put(PodJson.pod("a", "p2"));
    server.pods().compact();

    try (ApiClient.Watch watch =
        client.watch("resourceVersion=" + PodFields.metadata(first, "resourceVersion"))) {
      JsonObject event = watch.nextEvent();
      assertEquals(200, watch.response().code());
      assertEquals("ERROR", event.get("type").getAsString());
      assertEquals(410, event.getAsJsonObject("object").get("code").getAsInt());
      assertEquals("Expired", event.getAsJsonObject("object").get("reason").getAsString());
      assertTrue(watch.hasEnded());
    }
  }

  @Test
  void runningWatchSurvivesACompaction() throws IOException {
    try (ApiClient.Watch watch = client.watch("")) {
      server.pods().put(PodJson.pod("a", "p1"));
      server.pods().compact();

      assertEquals("ADDED p1", watch.next());
    }
  }

  @Test
  void bookmarkCarriesTheVersion() throws IOException {
    try (ApiClient.Watch watch = client.watch("allowWatchBookmarks=true")) {
      server.pods().put(PodJson.pod("a", "p1"));
      assertEquals("ADDED p1", watch.next());

      server.watches().sendBookmarks();

      JsonObject event = watch.nextEvent();
      assertEquals("BOOKMARK", event.get("type").getAsString());
      assertEquals(
          Long.toString(server.pods().version()),
          PodFields.metadata(event.getAsJsonObject("object"), "resourceVersion"));
    }
  }

  @Test
  void watchEndsAfterItsTimeoutWithABookmark() throws IOException {
    try (ApiClient.Watch watch = client.watch("allowWatchBookmarks=true&timeoutSeconds=1")) {
      assertEquals("BOOKMARK", watch.next());
      assertTrue(watch.hasEnded());
    }
  }

  @ParameterizedTest
  @EnumSource
  void cutEndsWatchesCleanly(Http protocol) throws Exception {
    try (ApiClient other = protocol.client(server);
        ApiClient.Watch watch = other.watch("")) {
      assertTrue(server.watches().await(1, PATIENCE));

      server.watches().cut();

      assertTrue(watch.hasEnded());
      assertEquals(200, other.get("/api/v1/pods").code());
    }
  }

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
  void restartWithANewCertificateIsTrustedOnlyOfTheSameCa() throws Exception {
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

  @Test
  void bookmarksComeByThemselves() throws IOException {
    try (StandInServer quick =
            StandInServer.start(
                StandInSettings.defaults()
                    .withHttp1Only()
                    .withBookmarkInterval(Duration.ofMillis(10)));
        ApiClient other = ApiClient.of(quick);
        ApiClient.Watch watch = other.watch("allowWatchBookmarks=1")) {
      assertEquals("BOOKMARK", watch.next());
      assertEquals("BOOKMARK", watch.next());
      assertEquals(Protocol.HTTP_1_1, watch.response().protocol());
    }
  }
}
