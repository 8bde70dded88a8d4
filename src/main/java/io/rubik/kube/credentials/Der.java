package io.rubik.kube.credentials;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The little of DER (X.690) that converts a private key to PKCS #8. */
final class Der {

  private static final int OCTET_STRING = 0x04;
  private static final int SEQUENCE = 0x30;

  private Der() {}

  static byte[] integerZero() {
    return new byte[] {0x02, 0x01, 0x00};
  }

  static byte[] octetString(byte[] content) {
    return element(OCTET_STRING, content);
  }

  static byte[] sequence(byte[]... elements) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] element : elements) {
      content.writeBytes(element);
    }
    return element(SEQUENCE, content.toByteArray());
  }

  /** Returns the first element of a sequence, its tag and length included. */
  static byte[] firstOfSequence(byte[] sequence) {
    int start = contentStart(sequence, 0);
    int content = contentStart(sequence, start);
    return Arrays.copyOfRange(sequence, start, content + length(sequence, start));
  }

  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length <= 0xff) {
      out.write(0x81);
      out.write(content.length);
    } else if (content.length <= 0xffff) {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length & 0xff);
    } else {
      throw new IllegalArgumentException(content.length + " bytes are too many for a key");
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static int contentStart(byte[] der, int element) {
    int first = der[element + 1] & 0xff;
    return element + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int length(byte[] der, int element) {
    int first = der[element + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = (length << 8) | (der[element + 2 + i] & 0xff);
    }
    return length;
  }
}
