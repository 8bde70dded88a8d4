package io.rubik.kube.credentials;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/** A certificate that says who rubik is, those above it, and its private key. */
final class ClientCertificate {

  private final List<X509Certificate> chain;
  private final PrivateKey key;

  private ClientCertificate(List<X509Certificate> chain, PrivateKey key) {
    this.chain = chain;
    this.key = key;
  }

  /** Reads both; they may be of one file. Fails when the key is not that of the certificate. */
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
      // Said below: a key of another kind and one that is damaged cannot be told apart.
    }
    throw new CredentialsException(
        key.where()
            + ": the private key is damaged or not that of the certificate in "
            + certificate.where());
  }

  /** Returns the certificates, rubik's own first. */
  List<X509Certificate> chain() {
    return chain;
  }

  PrivateKey key() {
    return key;
  }

  /**
   * Returns the key in the one form the JDK reads. {@code RSA PRIVATE KEY} (PKCS #1) and {@code EC
   * PRIVATE KEY} (SEC 1, RFC 5915) are what stands inside of it, less the name of the algorithm,
   * which the certificate tells.
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
