package io.rubik.kube.json;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldReaderTest {

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
  void valueIsSkipped(String text) {
    for (FieldReader json : readers(text)) {
      assertDoesNotThrow(() -> skipAll(json));
    }
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
  void malformedJsonIsRefused(String text) {
    for (FieldReader json : readers(text)) {
      assertThrows(IOException.class, () -> skipAll(json), text);
    }
  }

  @Test
  void truncatedTextIsRefusedAnywhere() {
    String text = "{\"a\":[1.5e3,\"\\u00e9\",true,{\"b\":null}]}";
    for (int length = 0; length < text.length(); length++) {
      for (FieldReader json : readers(text.substring(0, length))) {
        assertThrows(IOException.class, () -> skipAll(json));
      }
    }
  }

  @Test
  void controlCharacterInAStringIsRefused() {
    for (FieldReader json : readers("\"a\tb\"")) {
      assertThrows(IOException.class, json::text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void depthIsBounded(String opening) {
    for (FieldReader json : readers(opening.repeat(1_000_000))) {
      assertThrows(IOException.class, () -> skipAll(json));
    }
  }

  @Test
  void textIsUnescaped() throws IOException {
    for (FieldReader json : readers("\"\\u0041\\ud83d\\ude00é中\\\\\\\"\\/\\n\"")) {
      assertEquals("A\ud83d\ude00é中\\\"/\n", json.text());
      json.end();
    }
  }

  /** It must cost neither the pod nor the list. */
  @Test
  void halfASurrogatePairBecomesAQuestionMark() throws IOException {
    for (FieldReader json : readers("\"a\\ud800b\\udc00\\ud800\"")) {
      assertEquals("a?b??", json.text());
    }
  }

  @ParameterizedTest
  @CsvSource({"' -1.50E+3 ', -1.50E+3", "'\"500m\"', 500m", "null, ''", "[1], ''"})
  void scalarIsReturnedAsItIsWritten(String text, String scalar) throws IOException {
    for (FieldReader json : readers(text)) {
      assertEquals(scalar, json.scalar());
      json.end();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "410, 410, ''",
    "null, 0, ''",
    "4.5, 0, $ is not an integer",
    "99999999999, 0, $ is not an integer",
    "true, 0, $ is not a number",
  })
  void numberIsAnInteger(String text, int number, String problem) throws IOException {
    for (FieldReader json : readers(text)) {
      assertEquals(number, json.number());
      assertEquals(problem, json.takeProblem());
    }
  }

  @Test
  void firstProblemHasItsPath() throws IOException {
    for (FieldReader json : readers("{\"a\":[{\"b\":7},{\"b\":\"x\"},{\"b\":[]}]}")) {
      List<String> read = new ArrayList<>();
      json.object(a -> json.array(i -> json.object(b -> read.add(json.text()))));
      json.end();

      assertEquals(List.of("", "x", ""), read);
      assertEquals("$.a[0].b is not a string", json.takeProblem());
      assertEquals("", json.takeProblem());
    }
  }

  private static void skipAll(FieldReader json) throws IOException {
    json.skip();
    json.end();
  }

  private static List<FieldReader> readers(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return List.of(
        new FieldReader(bytes.clone()), new FieldReader(new ByteArrayInputStream(bytes)));
  }
}
