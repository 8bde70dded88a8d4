package io.rubik.kube.credentials;

import io.rubik.text.Utf8;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** PEM text: certificates, a private key, or both. */
final class Pem {

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  /** That of UTF-8, byte by byte. */
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

  private final String text;
  private final String where;
  private final List<Block> blocks;

  private Pem(String text, String where, List<Block> blocks) {
    this.text = text;
    this.where = where;
    this.blocks = blocks;
  }

  /** Parses the blocks; fails when the text is empty, has none or one is broken. */
  static Pem parse(byte[] bytes, String where) throws CredentialsException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (text.isBlank()) {
      throw new CredentialsException(where + " is empty");
    }
    if (Utf8.isUtf16(bytes)) {
      throw new CredentialsException(where + " is UTF-16 text; save it as UTF-8");
    }
    if (text.startsWith(BYTE_ORDER_MARK)) {
      text = text.substring(BYTE_ORDER_MARK.length());
    }
    List<Block> blocks = new ArrayList<>();
    List<String> lines = text.lines().map(String::strip).toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(BEGIN) && lines.get(i).endsWith(DASHES)) {
        String label = label(lines.get(i));
        int end = lines.subList(i, lines.size()).indexOf(END + label + DASHES);
        if (end < 0) {
          throw new CredentialsException(where + " is truncated: no END line of its " + label);
        }
        blocks.add(Block.parse(label, lines.subList(i + 1, i + end), where));
        i += end;
      }
    }
    if (blocks.isEmpty()) {
      throw new CredentialsException(where + " is not PEM: it has no -----BEGIN line");
    }
    return new Pem(text, where, List.copyOf(blocks));
  }

  /** Returns its certificates in order; fails when there are none. */
  List<X509Certificate> certificates() throws CredentialsException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks) {
      if (block.label.endsWith("CERTIFICATE")) {
        certificates.add(certificate(block));
      }
    }
    if (certificates.isEmpty()) {
      throw new CredentialsException(where + " holds no certificate");
    }
    return certificates;
  }

  /** Returns its first private key, empty when there is none. */
  Optional<Block> privateKey() {
    return blocks.stream().filter(block -> block.label.endsWith("PRIVATE KEY")).findFirst();
  }

  /** Returns the whole text. */
  String text() {
    return text;
  }

  /** Returns the file or field it was read from. */
  String where() {
    return where;
  }

  private X509Certificate certificate(Block block) throws CredentialsException {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der));
    } catch (CertificateException e) {
      throw new CredentialsException(where + " holds a certificate that cannot be read");
    }
  }

  private static String label(String line) {
    return line.substring(BEGIN.length(), line.length() - DASHES.length());
  }

  /** The content between a BEGIN and its END line. */
  static final class Block {

    private final String label;
    private final byte[] der;

    private Block(String label, byte[] der) {
      this.label = label;
      this.der = der;
    }

    static Block parse(String label, List<String> lines, String where) throws CredentialsException {
      StringBuilder base64 = new StringBuilder();
      boolean encrypted = label.startsWith("ENCRYPTED");
      for (String line : lines) {
        if (line.contains(":")) {
          // A header of RFC 1421, such as "Proc-Type: 4,ENCRYPTED".
          encrypted |= line.contains("ENCRYPTED");
        } else {
          base64.append(line);
        }
      }
      if (encrypted) {
        throw new CredentialsException(
            where + " holds an encrypted key: not supported, remove the passphrase");
      }
      try {
        return new Block(label, Base64.getDecoder().decode(base64.toString()));
      } catch (IllegalArgumentException e) {
        throw new CredentialsException(where + " is not PEM: its " + label + " is not base64");
      }
    }

    /** Returns the label, such as {@code RSA PRIVATE KEY}. */
    String label() {
      return label;
    }

    /** Returns the DER bytes. */
    byte[] der() {
      return der.clone();
    }
  }
}
