package io.rubik.standin;

import static io.rubik.standin.ApiClient.PATIENCE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class WatchTest extends WithStandIn {

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
  void watchEndsWhenTheClientDisconnects(Http protocol) throws Exception {
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

  @Test
  void bookmarksAreSentPeriodically() throws IOException {
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

  @Test
  void watchEndsWhenTheClientDies() throws Exception {
    try (Socket raw =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort())) {
      SSLSocketFactory tls =
          new HandshakeCertificates.Builder()
              .addTrustedCertificate(server.certificates().caCertificate())
              .build()
              .sslSocketFactory();
      Socket secure = tls.createSocket(raw, "127.0.0.1", raw.getPort(), false);
      secure
          .getOutputStream()
          .write(
              "GET /api/v1/pods?watch=1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                  .formatted(server.token())
                  .getBytes(US_ASCII));
      assertTrue(server.watches().await(1, PATIENCE));
    }

    assertTrue(server.watches().await(0, PATIENCE));
  }
}
