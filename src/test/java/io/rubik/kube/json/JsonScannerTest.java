package io.rubik.kube.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonScannerTest {

  private static final int TEXTS = 50_000;

  private static final List<String> PIECES =
      List.of(
          """
          { } [ ] : , " \\ é 中 "a" "a":1 "\\n\\/" "\\u00e9" "\\uD83D\\ude00" "\\u12" "\\u１234"
          "\\x" "\\'" 'a' 0 -0 - 01 12 1.5 1. .5 1e5 1E-05 1e +1 0x1 NaN true True tru truex
          false null nul [] {} [1,2] {"b":[{}]} //a # ; => ␠ ␤ ␉ ␌ ␀ \ufeff "␤"\
          """
              .replaceAll("\\s+", "␟")
              .replace('␠', ' ')
              .replace('␤', '\n')
              .replace('␉', '\t')
              .replace('␌', '\f')
              .replace('␀', '\0')
              .split("␟"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        " [ 1 , \"a\" , { \"b\" : [ null , true , false ] } , [ ] , { } ] ",
        "{\"a\":{\"b\":[[1],[{\"c\":-0.5e+10}]]},\"d\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00E9\"}",
        "\"é中\"",
        "-12",
        "null"
      })
  void valueIsSkipped(String text) throws IOException {
    assertTrue(isTaken(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{1:1}",
        "{'a':1}",
        "[}",
        "{]",
        "[1}",
        "{\"a\":1]",
        "]",
        "}",
        "\"",
        "\"a",
        "\"\\",
        "\"\\u00g0\"",
        "\"\\v\"",
        "\"\t\"",
        "01",
        "1.",
        "-",
        ".5",
        "+1",
        "1e",
        "0x1",
        "NaN",
        "TRUE",
        "nul",
        "nullx",
        "1 2",
        "{} {}",
        "// a\n1",
        "\u00a01",
        "é"
      })
  void malformedJsonIsRefused(String text) throws IOException {
    assertEquals(false, isTaken(text), text);
  }

  /** Gson is what read pods before, and strict. */
  @Test
  void acceptsAndRefusesWhatGsonDoes() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    int taken = 0;
    for (int i = 0; i < TEXTS; i++) {
      String text = text(random);
      boolean expected = isTakenByGson(text);
      assertEquals(expected, isTaken(text), text);
      taken += expected ? 1 : 0;
    }
    assertTrue(taken > TEXTS / 100 && taken < TEXTS - TEXTS / 100, taken + " were JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "é中\ud83d\ude00",
        "\\u0041\\ud83d\\ude00",
        "é\\\\中\\\"é",
        "\\/\\b\\f\\n\\r\\t"
      })
  void textEqualsThatOfGson(String inside) throws IOException {
    String text = "\"" + inside.repeat(2000) + "\"";

    String expected = strict(text).nextString();

    for (JsonScanner scanner : scanners(text)) {
      assertEquals('"', scanner.peek());
      assertEquals(expected, scanner.string(Integer.MAX_VALUE));
      assertEquals(JsonScanner.END, scanner.peek());
    }
  }

  /** The string of one pod must not cost the whole list, as it would with Gson. */
  @Test
  void halfASurrogatePairBecomesAQuestionMark() throws IOException {
    for (JsonScanner scanner : scanners("\"a\\ud800b\\udc00\\ud800\"")) {
      assertEquals('"', scanner.peek());
      assertEquals("a?b??", scanner.string(Integer.MAX_VALUE));
    }
  }

  @Test
  void numberIsReturnedAsItIsWritten() throws IOException {
    for (JsonScanner scanner : scanners(" -1.50E+3 ")) {
      assertEquals('-', scanner.peek());
      assertEquals("-1.50E+3", scanner.number(Integer.MAX_VALUE));
      assertEquals(JsonScanner.END, scanner.peek());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {255, 256, 1_000_000})
  void depthIsBounded(int depth) throws IOException {
    assertEquals(depth <= 255, isTaken("[".repeat(depth) + "]".repeat(depth)));
    assertEquals(depth <= 255, isTaken("{\"a\":".repeat(depth) + "1" + "}".repeat(depth)));
  }

  @Test
  void truncatedTextIsRefusedAnywhere() throws IOException {
    String text = "{\"a\":[1.5e3,\"\\u00e9\",true,{\"b\":null}]}";
    for (int length = 0; length < text.length(); length++) {
      for (JsonScanner scanner : scanners(text.substring(0, length))) {
        assertThrows(IOException.class, scanner::skip);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "abcdef, 6, abcdef, false",
    "abcdefg, 6, abcdef, true",
    "ab\\ncdef, 6, 'ab\ncde', true",
    "abcde\\nf, 6, 'abcde\n', true",
    "abcdef\\n, 6, abcdef, true",
    "'', 6, '', false"
  })
  void ofALongStringTheBeginningIsReturned(String inside, int maxBytes, String kept, boolean isCut)
      throws IOException {
    for (JsonScanner scanner : scanners("\"" + inside + "\",7")) {
      assertEquals('"', scanner.peek());
      assertEquals(kept.replace("\\n", "\n"), scanner.string(maxBytes));
      assertEquals(isCut, scanner.isCut());
      assertTrue(scanner.more());
      assertEquals("7", scanner.number(6));
      assertEquals(false, scanner.isCut());
    }
  }

  /** A string, a name or a number without end filled the heap. */
  @ParameterizedTest
  @ValueSource(strings = {"\"", "\"\\n", "{\"", "1"})
  void nothingIsKeptOfATextWithoutEnd(String start) throws IOException {
    Endless endless = new Endless(start, 64 << 20);
    JsonScanner scanner = new JsonScanner(endless);

    assertThrows(
        EOFException.class,
        () -> {
          switch (scanner.peek()) {
            case '"' -> scanner.string(100);
            case '{' -> {
              scanner.begin();
              scanner.name();
            }
            default -> {
              scanner.number(100);
              throw new EOFException();
            }
          }
        });
    assertTrue(endless.largestBuffer <= 16 << 10, endless.largestBuffer + " bytes were kept");
  }

  /** Returns pieces in a row, or a sound text with one of them put in somewhere. */
  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    if (random.nextBoolean()) {
      text.append("{\"a\":[1,-2.5e7,\"x\\ty\",{}],\"b\":{\"c\":[null,true]},\"d\":[[]]}");
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(3));
      text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
    } else {
      for (int left = 1 + random.nextInt(8); left > 0; left--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return text.toString();
  }

  private static boolean isTaken(String text) throws IOException {
    List<JsonScanner> scanners = scanners(text);
    boolean first = isTaken(scanners.getFirst());
    for (JsonScanner scanner : scanners.subList(1, scanners.size())) {
      assertEquals(first, isTaken(scanner), text);
    }
    return first;
  }

  private static boolean isTaken(JsonScanner scanner) {
    try {
      scanner.skip();
      return scanner.peek() == JsonScanner.END;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<JsonScanner> scanners(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return List.of(
        new JsonScanner(bytes.clone()),
        new JsonScanner(new ByteArrayInputStream(bytes)),
        new JsonScanner(new OneByOne(bytes)));
  }

  private static boolean isTakenByGson(String text) {
    if (text.startsWith("\ufeff")) {
      return false; // Gson passes over it, RFC 8259 need not
    }
    JsonReader json = strict(text);
    try {
      readAll(json);
      return json.peek() == JsonToken.END_DOCUMENT;
    } catch (IOException e) {
      return false;
    }
  }

  private static void readAll(JsonReader json) throws IOException {
    switch (json.peek()) {
      case BEGIN_OBJECT -> {
        json.beginObject();
        while (json.hasNext()) {
          var _ = json.nextName();
          readAll(json);
        }
        json.endObject();
      }
      case BEGIN_ARRAY -> {
        json.beginArray();
        while (json.hasNext()) {
          readAll(json);
        }
        json.endArray();
      }
      case STRING, NUMBER -> {
        var _ = json.nextString();
      }
      default -> json.skipValue();
    }
  }

  private static JsonReader strict(String text) {
    JsonReader json = new JsonReader(new StringReader(text));
    json.setStrictness(Strictness.STRICT);
    return json;
  }

  /** A text that goes on with ones, and tells how much its reader keeps. */
  private static final class Endless extends InputStream {

    private final InputStream start;
    private int left;
    private int largestBuffer;

    Endless(String start, int length) {
      this.start = new ByteArrayInputStream(start.getBytes(StandardCharsets.UTF_8));
      this.left = length;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      largestBuffer = Math.max(largestBuffer, target.length);
      int read = start.read(target, offset, length);
      if (read > 0) {
        return read;
      }
      int more = Math.min(left, length);
      Arrays.fill(target, offset, offset + more, (byte) '1');
      left -= more;
      return more == 0 ? -1 : more;
    }
  }

  /** A network that brings a byte at a time. */
  private static final class OneByOne extends InputStream {

    private final InputStream bytes;

    OneByOne(byte[] bytes) {
      this.bytes = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() throws IOException {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return bytes.read(target, offset, Math.min(1, length));
    }
  }
}
