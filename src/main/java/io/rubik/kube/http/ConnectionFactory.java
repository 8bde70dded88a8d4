package io.rubik.kube.http;

import io.kubernetes.client.openapi.auth.ApiKeyAuth;
import io.rubik.kube.credentials.Credentials;
import io.rubik.kube.credentials.CredentialsException;
import io.rubik.kube.credentials.CredentialsSource;
import io.rubik.loop.Ticker;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.internal.tls.OkHostnameVerifier;

/** Makes connections with the credentials of the moment. */
final class ConnectionFactory {

  private final CredentialsSource source;
  private final String userAgent;
  private final Timeouts timeouts;
  private final Dns dns;
  private final ReadPacing pacing = new ReadPacing(Ticker.system());

  ConnectionFactory(CredentialsSource source, String version, Timeouts timeouts) {
    this.source = source;
    this.userAgent = "rubik/" + version;
    this.timeouts = timeouts;
    this.dns = LastKnownAddresses.ofSystem(timeouts.connect());
  }

  /** Reads the credentials and connects nothing. */
  ApiConnection make() throws IOException {
    Credentials credentials = source.read();
    return new ApiConnection(credentials, client(credentials), timeouts, pacing);
  }

  private LeanApiClient client(Credentials credentials) throws CredentialsException {
    LeanApiClient client = new LeanApiClient(http(credentials), credentials.server(), userAgent);
    if (client.getAuthentication("BearerToken") instanceof ApiKeyAuth bearer) {
      credentials.token().ifPresent(token -> bearer.setApiKey(token.value()));
      bearer.setApiKeyPrefix("Bearer");
    }
    return client;
  }

  private OkHttpClient http(Credentials credentials) throws CredentialsException {
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .dns(dns)
            .socketFactory(new PacedSockets(pacing))
            .connectTimeout(timeouts.connect())
            .readTimeout(Duration.ZERO) // each call has limits of its own
            .pingInterval(timeouts.ping())
            .connectionSpecs(List.of(TlsCiphers.spec()))
            .followRedirects(false);
    if (credentials.tlsServerName().isPresent()) {
      String name = credentials.tlsServerName().get();
      builder.hostnameVerifier(
          (host, session) -> OkHostnameVerifier.INSTANCE.verify(name, session));
    }
    SSLSocketFactory sockets =
        new TlsSockets(sockets(credentials), credentials.tlsServerName(), timeouts.handshake());
    return builder.sslSocketFactory(sockets, credentials.trustManager()).build();
  }

  private static SSLSocketFactory sockets(Credentials credentials) throws CredentialsException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManager[] keys = credentials.keyManager().stream().toArray(KeyManager[]::new);
      context.init(keys, new TrustManager[] {credentials.trustManager()}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new CredentialsException("TLS cannot be set up: " + e.getMessage());
    }
  }
}
