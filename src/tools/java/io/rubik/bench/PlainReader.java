package io.rubik.bench;

import io.rubik.standin.StandInServer;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okio.BufferedSource;

/** A watch whose events are counted and thrown away. */
final class PlainReader implements AutoCloseable {

  private final Response response;
  private final BufferedSource lines;

  private PlainReader(Response response) {
    this.response = response;
    this.lines = response.body().source();
  }

  /** Opens a watch for what changes from now on. */
  static PlainReader open(StandInServer server, boolean http2) throws IOException {
    X509Certificate ca = server.certificates().caCertificate();
    HandshakeCertificates tls =
        new HandshakeCertificates.Builder().addTrustedCertificate(ca).build();
    OkHttpClient client =
        new OkHttpClient.Builder()
            .sslSocketFactory(tls.sslSocketFactory(), tls.trustManager())
            .protocols(
                http2 ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1) : List.of(Protocol.HTTP_1_1))
            .readTimeout(Duration.ZERO)
            .build();
    Request request =
        new Request.Builder()
            .url(
                server.url() + "/api/v1/pods?watch=true&resourceVersion=" + server.pods().version())
            .header("Authorization", "Bearer " + server.token())
            .build();
    return new PlainReader(client.newCall(request).execute());
  }

  /** Takes that many events; fails when the watch ends. */
  void take(int events) throws IOException {
    for (int i = 0; i < events; i++) {
      lines.skip(lines.indexOf((byte) '\n') + 1);
    }
  }

  @Override
  public void close() {
    response.close();
  }
}
