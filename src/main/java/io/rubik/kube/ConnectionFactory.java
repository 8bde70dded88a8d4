package io.rubik.kube;

import io.kubernetes.client.openapi.auth.ApiKeyAuth;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.internal.tls.OkHostnameVerifier;

/** Makes connections of the credentials there are at the moment. */
final class ConnectionFactory {

  private final Path hostRoot;
  private final CredentialsLocator locator;
  private final String userAgent;
  private final ExecRunner plugins;
  private final Timeouts timeouts;
  private final Dns dns = new LastKnownAddresses(Dns.SYSTEM);

  ConnectionFactory(
      Path hostRoot,
      CredentialsLocator locator,
      String version,
      Duration execDeadline,
      Timeouts timeouts) {
    this.hostRoot = hostRoot;
    this.locator = locator;
    this.userAgent = "rubik/" + version;
    this.plugins = new ExecRunner(execDeadline);
    this.timeouts = timeouts;
  }

  /** Reads all files anew, runs the credential plug-in if there is one, and connects nothing. */
  ApiConnection make() throws IOException {
    HostFiles files = new HostFiles(hostRoot);
    Access access = locator.locate(files);
    if (access.exec().isEmpty()) {
      LeanApiClient client = client(access, access.token(), access.certificate());
      return new ApiConnection(access, client, files, Instant.MAX, timeouts);
    }
    ExecCredential credential = plugins.run(access.exec().get(), access.origin());
    LeanApiClient client =
        client(access, credential.token(), credential.certificate().or(access::certificate));
    return new ApiConnection(access, client, files, credential.expires(), timeouts);
  }

  private LeanApiClient client(
      Access access, Optional<Secret> token, Optional<ClientCertificate> certificate)
      throws CredentialsException {
    LeanApiClient client = new LeanApiClient(http(access, certificate), access.server(), userAgent);
    if (token.isPresent() && client.getAuthentication("BearerToken") instanceof ApiKeyAuth bearer) {
      bearer.setApiKeyPrefix("Bearer");
      bearer.setApiKey(token.get().value());
    }
    return client;
  }

  private OkHttpClient http(Access access, Optional<ClientCertificate> certificate)
      throws CredentialsException {
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .dns(dns)
            .connectTimeout(timeouts.connect())
            .readTimeout(Duration.ZERO) // each call has limits of its own
            .pingInterval(timeouts.ping())
            .connectionSpecs(List.of(TlsCiphers.spec()))
            .followRedirects(false);
    SSLSocketFactory sockets =
        new TlsSockets(sockets(access, certificate), access.tlsServerName(), timeouts.handshake());
    if (access.tlsServerName().isPresent()) {
      String name = access.tlsServerName().get();
      builder.hostnameVerifier(
          (host, session) -> OkHostnameVerifier.INSTANCE.verify(name, session));
    }
    return builder.sslSocketFactory(sockets, access.trust().manager()).build();
  }

  private static SSLSocketFactory sockets(Access access, Optional<ClientCertificate> certificate)
      throws CredentialsException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManager[] keys =
          certificate.isPresent()
              ? new KeyManager[] {new ClientKeyManager(certificate.get())}
              : new KeyManager[0];
      context.init(keys, new TrustManager[] {access.trust().manager()}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new CredentialsException("TLS cannot be set up: " + e.getMessage());
    }
  }
}
