package io.rubik.standin;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import java.util.HexFormat;
import okhttp3.tls.HeldCertificate;

/**
 * A client certificate as PEM text.
 *
 * @param keyPem the key as {@code PRIVATE KEY} (PKCS #8)
 * @param traditionalKeyPem the same key as {@code RSA PRIVATE KEY} (PKCS #1) or {@code EC PRIVATE
 *     KEY} (SEC 1), which kubeadm writes
 */
public record ClientCertificate(String certificatePem, String keyPem, String traditionalKeyPem) {

  /** The curve P-256 as RFC 5915 parameters: [0] { OID 1.2.840.10045.3.1.7 }. */
  private static final byte[] P256 = HexFormat.of().parseHex("a00a06082a8648ce3d030107");

  static ClientCertificate of(HeldCertificate held) {
    return new ClientCertificate(
        held.certificatePem(),
        held.privateKeyPkcs8Pem(),
        held.keyPair().getPrivate() instanceof ECPrivateKey key
            ? sec1(key)
            : held.privateKeyPkcs1Pem());
  }

  private static String sec1(ECPrivateKey key) {
    byte[] scalar = HexFormat.of().parseHex(String.format("%064x", key.getS()));
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    der.write(0x30);
    der.write(3 + 2 + scalar.length + P256.length);
    der.writeBytes(new byte[] {2, 1, 1, 4, (byte) scalar.length});
    der.writeBytes(scalar);
    der.writeBytes(P256);
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(der.toByteArray());
    return "-----BEGIN EC PRIVATE KEY-----\n" + base64 + "\n-----END EC PRIVATE KEY-----\n";
  }
}
