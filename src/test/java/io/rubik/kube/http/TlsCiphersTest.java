package io.rubik.kube.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.kube.credentials.HostRoot;
import io.rubik.standin.StandInServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.CipherSuite;
import okhttp3.ConnectionSpec;
import okhttp3.Handshake;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsCiphersTest {

  @TempDir Path root;

  @Test
  void chacha20ComesFirst() {
    assertEquals(
        List.of(
            CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
            CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
            CipherSuite.TLS_AES_128_GCM_SHA256),
        ciphers(TlsCiphers.spec()).subList(0, 4));
  }

  @Test
  void otherCiphersStayAvailable() {
    assertEquals(
        Set.copyOf(ciphers(ConnectionSpec.MODERN_TLS)), Set.copyOf(ciphers(TlsCiphers.spec())));
  }

  @Test
  void serverThatFollowsTheOrderUsesChacha20() throws IOException {
    try (StandInServer standIn = StandInServer.start()) {
      new HostRoot(root)
          .with("/etc/rubik/kubeconfig", standIn.kubeconfig().withToken(standIn.token()));

      assertEquals(CipherSuite.TLS_CHACHA20_POLY1305_SHA256, negotiated().cipherSuite());
    }
  }

  private static List<CipherSuite> ciphers(ConnectionSpec spec) {
    return Optional.ofNullable(spec.cipherSuites()).orElseThrow();
  }

  private Handshake negotiated() throws IOException {
    ApiRequest request = new ApiRequest("/api/v1/pods", List.of());
    try (ApiServer server = ApiServer.connect(root, Map.of(), "1");
        Response response = server.execute(request, new Cancellation())) {
      return Optional.ofNullable(response.handshake()).orElseThrow();
    }
  }
}
