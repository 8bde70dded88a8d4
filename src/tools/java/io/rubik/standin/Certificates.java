package io.rubik.standin;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** The server's CA and certificate, and the CA of its clients. */
public final class Certificates {

  private final HeldCertificate serverCa;
  private final HeldCertificate server;
  private final HeldCertificate clientCa;

  private Certificates(HeldCertificate serverCa, HeldCertificate clientCa) {
    this.serverCa = serverCa;
    this.clientCa = clientCa;
    this.server =
        new HeldCertificate.Builder()
            .commonName("kube-apiserver")
            .addSubjectAlternativeName("localhost")
            .addSubjectAlternativeName("127.0.0.1")
            .signedBy(serverCa)
            .build();
  }

  /** Returns a new CA with a server certificate for localhost and 127.0.0.1. */
  public static Certificates create() {
    return new Certificates(ca("kubernetes"), ca("kubernetes-clients"));
  }

  /** Returns a new server certificate of the same CAs. */
  public Certificates withNewServerCertificate() {
    return new Certificates(serverCa, clientCa);
  }

  /** Returns a new server certificate of a new CA; client certificates stay valid. */
  public Certificates withNewCa() {
    return new Certificates(ca("kubernetes"), clientCa);
  }

  /** Returns the CA certificate that clients must trust. */
  public X509Certificate caCertificate() {
    return serverCa.certificate();
  }

  /** Returns the CA certificate that clients must trust, as PEM. */
  public String caPem() {
    return serverCa.certificatePem();
  }

  /**
   * Issues an elliptic-curve client certificate; the server knows its holder by this common name.
   */
  public ClientCertificate issueEc(String commonName) {
    return ClientCertificate.of(
        new HeldCertificate.Builder().commonName(commonName).signedBy(clientCa).ecdsa256().build());
  }

  /** Issues an RSA client certificate; the server knows its holder by this common name. */
  public ClientCertificate issueRsa(String commonName) {
    return ClientCertificate.of(
        new HeldCertificate.Builder().commonName(commonName).signedBy(clientCa).rsa2048().build());
  }

  /**
   * Returns the common name of a client certificate, empty when another CA signed it or it has
   * expired.
   */
  Optional<String> user(X509Certificate client) {
    try {
      client.checkValidity();
      client.verify(clientCa.certificate().getPublicKey());
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
    String name = client.getSubjectX500Principal().getName();
    return Optional.of(name.substring(name.indexOf("CN=") + 3).split(",", -1)[0]);
  }

  SSLSocketFactory serverSockets() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManager keys =
          new HandshakeCertificates.Builder().heldCertificate(server).build().keyManager();
      context.init(
          new KeyManager[] {keys},
          new TrustManager[] {new AnyClient(clientCa.certificate())},
          new SecureRandom());
      return new ClientOrderSockets(context.getSocketFactory());
    } catch (NoSuchAlgorithmException | KeyManagementException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HeldCertificate ca(String name) {
    return new HeldCertificate.Builder().certificateAuthority(0).commonName(name).build();
  }

  /**
   * Lets every client certificate through the handshake: as with the real server, a bad one is a
   * 401 and not an alert.
   */
  private static final class AnyClient extends X509ExtendedTrustManager {

    private final List<X509Certificate> issuers;

    AnyClient(X509Certificate issuer) {
      issuers = List.of(issuer);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return issuers.toArray(X509Certificate[]::new);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      throw new UnsupportedOperationException();
    }
  }
}
