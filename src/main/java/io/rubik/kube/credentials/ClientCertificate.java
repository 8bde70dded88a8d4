package io.rubik.kube.credentials;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/** A client certificate, its chain and its private key. */
final class ClientCertificate {

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
