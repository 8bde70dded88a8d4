package io.rubik.standin;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** A plain HTTP client of the stand-in, for its own tests. */
final class ApiClient implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** An answer that was read to its end. */
  record Answer(int code, String body, Response response) {

    JsonObject json() {
      return JsonParser.parseString(body).getAsJsonObject();
    }

    List<String> podNames() {
      return json().getAsJsonArray("items").asList().stream()
          .map(pod -> PodFields.metadata(pod.getAsJsonObject(), "name"))
          .toList();
    }
  }

  /** A running watch, read event by event. */
  static final class Watch implements AutoCloseable {

    private final Response response;
    private final BufferedSource source;

    Watch(Response response) {
      this.response = response;
      this.source = response.body().source();
    }

    Response response() {
      return response;
    }

    /**
     * Waits for the next event and returns it as "TYPE name", bookmarks and errors without a name.
     */
    String next() throws IOException {
      JsonObject event = nextEvent();
      String name = PodFields.metadata(event.getAsJsonObject("object"), "name");
      return (event.get("type").getAsString() + " " + name).strip();
    }

    JsonObject nextEvent() throws IOException {
      return JsonParser.parseString(nextLine()).getAsJsonObject();
    }

    String nextLine() throws IOException {
      return source.readUtf8LineStrict();
    }

    /** Whether nothing comes for so long; the watch cannot be used afterwards. */
    boolean isSilentFor(Duration time) throws IOException {
      source.timeout().deadline(time.toNanos(), TimeUnit.NANOSECONDS);
      try {
        source.request(1);
        return false;
      } catch (InterruptedIOException e) {
        return true;
      }
    }

    boolean hasEnded() throws IOException {
      return source.exhausted();
    }

    /** Waits for the end, clean or not; false when an event comes instead. */
    boolean hasEndedSomehow() {
      try {
        return hasEnded();
      } catch (IOException e) {
        return true;
      }
    }

    @Override
    public void close() {
      response.close();
    }
  }

  private final String url;
  private final OkHttpClient http;
  private String token;

  private ApiClient(String url, String token, OkHttpClient http) {
    this.url = url;
    this.token = token;
    this.http = http;
  }

  static ApiClient of(StandInServer server, Protocol... protocols) {
    X509Certificate ca = server.certificates().caCertificate();
    return new ApiClient(server.url(), server.token(), http(ca, null, protocols));
  }

  static ApiClient of(String url, String token, X509Certificate ca) {
    return new ApiClient(url, token, http(ca, null));
  }

  static ApiClient withCertificate(StandInServer server, ClientCertificate certificate) {
    HeldCertificate held =
        HeldCertificate.decode(certificate.certificatePem() + certificate.keyPem());
    return new ApiClient(server.url(), "", http(server.certificates().caCertificate(), held));
  }

  static ApiClient withCallTimeout(StandInServer server, Duration timeout) {
    OkHttpClient http = http(server.certificates().caCertificate(), null);
    return new ApiClient(
        server.url(), server.token(), http.newBuilder().callTimeout(timeout).build());
  }

  void setToken(String other) {
    token = other;
  }

  Answer get(String path) throws IOException {
    return send("GET", path, "");
  }

  Answer send(String method, String path, String json) throws IOException {
    String type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
    RequestBody body = method.equals("GET") ? null : RequestBody.create(json, MediaType.get(type));
    try (Response response = http.newCall(request(path).method(method, body).build()).execute()) {
      return new Answer(response.code(), response.body().string(), response);
    }
  }

  Watch watch(String query) throws IOException {
    return new Watch(http.newCall(request("/api/v1/pods?watch=true&" + query).build()).execute());
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private Request.Builder request(String path) {
    Request.Builder request = new Request.Builder().url(url + path);
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private static OkHttpClient http(
      X509Certificate ca, @Nullable HeldCertificate held, Protocol... protocols) {
    HandshakeCertificates.Builder tls =
        new HandshakeCertificates.Builder().addTrustedCertificate(ca);
    if (held != null) {
      tls.heldCertificate(held);
    }
    HandshakeCertificates certificates = tls.build();
    OkHttpClient.Builder http =
        new OkHttpClient.Builder()
            .sslSocketFactory(certificates.sslSocketFactory(), certificates.trustManager())
            .retryOnConnectionFailure(false)
            .readTimeout(PATIENCE);
    if (protocols.length > 0) {
      http.protocols(Arrays.asList(protocols));
    }
    return http.build();
  }
}
