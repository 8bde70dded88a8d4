package io.rubik.kube.credentials;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A client certificate, its chain and its private key. */
final class ClientCertificate {

  /** Extended key usages, RFC 5280 section 4.2.1.12. */
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  private static final String ANY_USAGE = "2.5.29.37.0";

  private final List<X509Certificate> chain;
  private final PrivateKey key;

  private ClientCertificate(List<X509Certificate> chain, PrivateKey key) {
    this.chain = chain;
    this.key = key;
  }

  /** Reads both, which may be in one file; fails when the key does not match the certificate. */
  static ClientCertificate of(Pem certificate, Pem key) throws CredentialsException {
    List<X509Certificate> chain = certificate.certificates();
    Pem.Block block =
        key.privateKey()
            .orElseThrow(() -> new CredentialsException(key.where() + " holds no private key"));
    PublicKey publicKey = chain.getFirst().getPublicKey();
    try {
      PrivateKey privateKey =
          KeyFactory.getInstance(publicKey.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(pkcs8(block, publicKey)));
      if (matches(privateKey, publicKey)) {
        return new ClientCertificate(List.copyOf(chain), privateKey);
      }
    } catch (GeneralSecurityException e) {
      // Reported below: a damaged key cannot be told from one of another algorithm.
    }
    throw new CredentialsException(
        key.where()
            + ": the private key is damaged or does not match the certificate in "
            + certificate.where());
  }

  /** Returns the certificates, the client's own first. */
  List<X509Certificate> chain() {
    return chain;
  }

  /** Returns what a server dislikes about the certificate, empty when it is in order. */
  Optional<String> defect(Instant now) {
    X509Certificate certificate = chain.getFirst();
    Instant end = certificate.getNotAfter().toInstant();
    Instant begin = certificate.getNotBefore().toInstant();
    if (now.isAfter(end)) {
      return Optional.of("the client certificate has expired at " + end);
    }
    if (now.isBefore(begin)) {
      return Optional.of("the client certificate is valid from " + begin + " on, it is " + now);
    }
    return isForClients(certificate)
        ? Optional.empty()
        : Optional.of("the client certificate is not for clients (extended key usage)");
  }

  private static boolean isForClients(X509Certificate certificate) {
    try {
      List<String> usages = certificate.getExtendedKeyUsage();
      return usages == null || usages.contains(CLIENT_AUTH) || usages.contains(ANY_USAGE);
    } catch (CertificateParsingException _) {
      return false;
    }
  }

  PrivateKey key() {
    return key;
  }

  /**
   * Returns the key as PKCS #8, the one format the JDK reads. {@code RSA PRIVATE KEY} (PKCS #1) and
   * {@code EC PRIVATE KEY} (SEC 1, RFC 5915) are its content without the algorithm, which is that
   * of the certificate.
   */
  private static byte[] pkcs8(Pem.Block block, PublicKey publicKey) {
    if (block.label().equals("PRIVATE KEY")) {
      return block.der();
    }
    return Der.sequence(
        Der.integerZero(),
        Der.firstOfSequence(publicKey.getEncoded()),
        Der.octetString(block.der()));
  }

  private static boolean matches(PrivateKey privateKey, PublicKey publicKey)
      throws GeneralSecurityException {
    String algorithm =
        switch (publicKey.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> publicKey.getAlgorithm();
        };
    byte[] challenge = publicKey.getEncoded();
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(privateKey);
    signature.update(challenge);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(challenge);
    return signature.verify(signed);
  }
}
