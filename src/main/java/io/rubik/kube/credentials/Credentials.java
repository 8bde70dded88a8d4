package io.rubik.kube.credentials;

import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509TrustManager;

/** Address, trust and identity for an API server, as read at one moment. */
public final class Credentials {

  private final Access access;
  private final Optional<ExecCredential> printed;
  private final HostFiles files;

  Credentials(Access access, Optional<ExecCredential> printed, HostFiles files) {
    this.access = access;
    this.printed = printed;
    this.files = files;
  }

  /** Returns where they come from: the kubeconfig's path, or the service account. */
  public String origin() {
    return access.origin();
  }

  /** Returns the server's base URL, https, without a slash at its end. */
  public String server() {
    return access.server();
  }

  /** Returns the name the server's certificate must hold, empty for the URL's host. */
  public Optional<String> tlsServerName() {
    return access.tlsServerName();
  }

  /** Returns the proxy that opens the connections to the server, empty for none. */
  public Optional<ProxyAddress> proxy() {
    return access.proxy();
  }

  /** Returns the trust manager that checks the server's certificate. */
  public X509TrustManager trustManager() {
    return access.trust().manager();
  }

  /** Returns the client certificate and its key for TLS, empty when there is none. */
  public Optional<KeyManager> keyManager() {
    return certificate().map(ClientKeyManager::new);
  }

  /**
   * Returns why a server may refuse the client certificate, empty when nothing is wrong with it.
   */
  public Optional<String> defect(Instant now) {
    return certificate().flatMap(certificate -> certificate.defect(now));
  }

  private Optional<ClientCertificate> certificate() {
    return printed.flatMap(ExecCredential::certificate).or(access::certificate);
  }

  /** Returns the bearer token, empty when there is none. */
  public Optional<Secret> token() {
    return printed.flatMap(ExecCredential::token).or(access::token);
  }

  /** Returns whether a file they were read from has changed, or they have expired. */
  public boolean isStale(Instant now) {
    boolean expired = printed.filter(credential -> !now.isBefore(credential.expires())).isPresent();
    return expired || files.changed();
  }

  /** Returns whether reading again could give other credentials, after these were refused. */
  public boolean isRenewable() {
    return printed.isPresent() || files.changed();
  }
}
