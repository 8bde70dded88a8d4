package io.rubik.kube.json;

import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A strict pull parser (RFC 8259) over UTF-8 bytes. Most of a pod is skipped, and skipping looks at
 * each byte once and allocates nothing. Of what is taken only as much is kept as was asked for.
 */
final class JsonScanner {

  /** Returned by {@link #peek} at the end of the text. */
  static final int END = -1;

  private static final int MAX_DEPTH = 255;

  /** The key of an annotation or label, the longest name that is read, has at most 317. */
  private static final int MAX_NAME_BYTES = 320;

  private final InputStream in;
  private final boolean[] isObject = new boolean[MAX_DEPTH];
  private byte[] buffer;
  private int at;
  private int end;

  /** Where the current string or number begins, which must stay in the buffer; or -1. */
  private int kept = -1;

  /** How many bytes of it are kept. */
  private int maxKept;

  /** Its beginning, once it is known to be longer. */
  private String beginning = "";

  private boolean isCut;
  private int depth;

  /** Scans UTF-8 from a stream. */
  JsonScanner(InputStream in) {
    this.in = in;
    this.buffer = new byte[8192];
  }

  /** Scans UTF-8. */
  JsonScanner(byte[] text) {
    this.in = InputStream.nullInputStream();
    this.buffer = text;
    this.end = text.length;
  }

  /** Returns the first character of the next token, or {@link #END}. */
  int peek() throws IOException {
    while (at < end || fill()) {
      byte c = buffer[at];
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return c & 0xff;
      }
      at++;
    }
    return END;
  }

  /** Takes the next brace or bracket and returns whether the object or array has content. */
  boolean begin() throws IOException {
    char opening = (char) next();
    if (depth == MAX_DEPTH) {
      throw malformed("it is nested too deep");
    }
    isObject[depth++] = opening == '{';
    return !isEnd(peek());
  }

  /** After a value inside: takes the comma and returns true, or false before the end. */
  boolean more() throws IOException {
    int c = peek();
    if (c == ',') {
      at++;
      return true;
    }
    if (!isEnd(c)) {
      throw malformed("no comma or end after a value");
    }
    return false;
  }

  /** Takes the closing brace or bracket, which {@link #begin} or {@link #more} has seen. */
  void end() {
    at++;
    depth--;
  }

  /** Takes a field's name and the colon, and returns the name; of a very long one the beginning. */
  String name() throws IOException {
    quote();
    String name = string(MAX_NAME_BYTES);
    colon();
    return name;
  }

  /**
   * Takes a string, which {@link #peek} has seen, and returns it; of one with more bytes of UTF-8
   * the beginning, and then {@link #isCut}.
   */
  String string(int maxBytes) throws IOException {
    at++;
    isCut = false;
    keep(maxBytes);
    if (special() == '"') {
      return taken(1);
    }
    StringBuilder text = new StringBuilder();
    do {
      text.append(taken(1));
      char escaped = escaped();
      isCut |= text.length() >= maxBytes;
      if (isCut) {
        endString();
        return text.toString();
      }
      text.append(escaped);
      keep(maxBytes - text.length());
    } while (special() == '\\');
    byte[] whole = text.append(taken(1)).toString().getBytes(StandardCharsets.UTF_8);
    return new String(whole, StandardCharsets.UTF_8); // half a surrogate pair is now a ?
  }

  /**
   * Takes a number, which {@link #peek} has seen, and returns it as it is written; of one with more
   * digits the beginning, and then {@link #isCut}.
   */
  String number(int maxBytes) throws IOException {
    isCut = false;
    keep(maxBytes);
    skipNumber();
    return taken(0);
  }

  /** Returns whether of the last string or number only the beginning was returned. */
  boolean isCut() {
    return isCut;
  }

  private void keep(int maxBytes) {
    kept = at;
    maxKept = maxBytes;
  }

  /** Takes what is left of the current object but its closing brace. */
  void skipFields() throws IOException {
    while (more()) {
      skipName();
      skip();
    }
  }

  /** Takes a value of any type. */
  void skip() throws IOException {
    int outside = depth;
    do {
      boolean isWhole = skipStart();
      while (isWhole && depth > outside && !more()) {
        end();
      }
      if (depth > outside && isObject[depth - 1]) {
        skipName();
      }
    } while (depth > outside);
  }

  /** Takes a value and returns true, or returns false inside a non-empty object or array. */
  private boolean skipStart() throws IOException {
    switch (peek()) {
      case '"' -> skipString();
      case '{', '[' -> {
        if (begin()) {
          return false;
        }
        end();
      }
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      case END -> throw new EOFException("the JSON ends early");
      default -> skipNumber();
    }
    return true;
  }

  private void skipName() throws IOException {
    quote();
    skipString();
    colon();
  }

  private void quote() throws IOException {
    if (peek() != '"') {
      throw malformed("no field name in an object");
    }
  }

  private void skipString() throws IOException {
    at++;
    endString();
  }

  private void endString() throws IOException {
    while (special() == '\\') {
      escaped();
    }
  }

  private void colon() throws IOException {
    if (peek() != ':') {
      throw malformed("no colon after a field name");
    }
    at++;
  }

  /** Moves behind the next quote or backslash of a string and returns it. */
  private byte special() throws IOException {
    while (at < end || fill()) {
      byte[] bytes = buffer;
      int limit = end;
      for (int i = at; i < limit; i++) {
        byte c = bytes[i];
        if (c <= '\\' && (c == '"' || c == '\\' || (c < ' ' && c >= 0))) {
          if (c < ' ') {
            throw malformed("a control character in a string");
          }
          at = i + 1;
          return c;
        }
      }
      at = limit;
    }
    throw new EOFException("the JSON ends within a string");
  }

  private char escaped() throws IOException {
    int c = next();
    return switch (c) {
      case '"', '\\', '/' -> (char) c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
      default -> throw malformed("an unknown escape in a string");
    };
  }

  private int hex() throws IOException {
    int c = next();
    int digit = c < 0x80 ? Character.digit(c, 16) : -1;
    if (digit < 0) {
      throw malformed("an escape that is not hexadecimal");
    }
    return digit;
  }

  private void skipNumber() throws IOException {
    take('-');
    if (!take('0')) {
      digits();
    }
    if (take('.')) {
      digits();
    }
    if (take('e') || take('E')) {
      if (!take('+')) {
        take('-');
      }
      digits();
    }
  }

  private void digits() throws IOException {
    boolean any = false;
    while ((at < end || fill()) && buffer[at] >= '0' && buffer[at] <= '9') {
      at++;
      any = true;
    }
    if (!any) {
      throw malformed("no value where one should be");
    }
  }

  private boolean take(char c) throws IOException {
    boolean isNext = (at < end || fill()) && buffer[at] == c;
    if (isNext) {
      at++;
    }
    return isNext;
  }

  private void literal(String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      if (next() != text.charAt(i)) {
        throw malformed("an unknown word");
      }
    }
  }

  private int next() throws IOException {
    if (at == end && !fill()) {
      throw new EOFException("the JSON ends early");
    }
    return buffer[at++] & 0xff;
  }

  /** Returns what was read since the mark, less the last bytes, and takes the mark away. */
  private String taken(int less) {
    if (kept >= 0) {
      cutAfter(at - kept - less);
    }
    return beginning;
  }

  /** Takes the mark away and keeps as many bytes as there are, and as was asked for. */
  private void cutAfter(int length) {
    isCut |= length > maxKept;
    beginning = new String(buffer, kept, Math.min(length, maxKept), StandardCharsets.UTF_8);
    kept = -1;
  }

  /** Reads on at the end of the buffer; returns whether there was anything to read. */
  private boolean fill() throws IOException {
    if (kept >= 0 && end - kept > maxKept) {
      cutAfter(end - kept);
    }
    int length = kept < 0 ? 0 : end - kept;
    if (length == buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(64, 2 * length));
    } else if (kept >= 0) {
      System.arraycopy(buffer, kept, buffer, 0, length);
    }
    kept = kept < 0 ? -1 : 0;
    int read = in.read(buffer, length, buffer.length - length);
    at = length;
    end = length + Math.max(read, 0);
    return read > 0;
  }

  private boolean isEnd(int c) {
    return c == (isObject[depth - 1] ? '}' : ']');
  }

  private static MalformedJsonException malformed(String message) {
    return new MalformedJsonException(message);
  }
}
