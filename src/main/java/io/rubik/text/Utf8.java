package io.rubik.text;

import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/** Decodes files that people write, which must be UTF-8. */
public final class Utf8 {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private Utf8() {}

  /** A file in another encoding; the message says which, or where it is not UTF-8. */
  public static final class EncodingException extends Exception {

    @Serial private static final long serialVersionUID = 1;

    EncodingException(String message) {
      super(message);
    }
  }

  /** Returns the text without a byte order mark. */
  public static String decode(byte[] bytes) throws EncodingException {
    if (isUtf16(bytes)) {
      throw new EncodingException("is UTF-16 text; save it as UTF-8");
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    if (decoder.decode(in, out, true).isError()) {
      throw new EncodingException("is not UTF-8 text; see line " + line(out.flip()));
    }
    String text = out.flip().toString();
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  /**
   * Returns whether a text is UTF-16: by its mark, or by the one byte of an ASCII letter that is 0.
   */
  public static boolean isUtf16(byte[] bytes) {
    if (bytes.length < 2) {
      return false;
    }
    int mark = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
    return mark == 0xfeff || mark == 0xfffe || (bytes[0] == 0) != (bytes[1] == 0);
  }

  private static long line(CharBuffer before) {
    return 1 + before.chars().filter(c -> c == '\n').count();
  }
}
