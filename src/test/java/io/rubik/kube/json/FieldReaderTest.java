package io.rubik.kube.json;

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

  /** What is skipped whole is malformed or not as {@link JsonScannerTest} has it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\"",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":1]"
      })
  void malformedObjectIsRefused(String text) {
    for (FieldReader json : readers(text)) {
      assertThrows(IOException.class, () -> json.object(name -> json.skip()), text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[}", "[1}"})
  void malformedArrayIsRefused(String text) {
    for (FieldReader json : readers(text)) {
      assertThrows(IOException.class, () -> json.array(name -> json.skip()), text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 2", "{} {}", "[]]", "\"a\"x"})
  void textAfterTheValueIsRefused(String text) throws IOException {
    for (FieldReader json : readers(text)) {
      json.skip();
      assertThrows(IOException.class, json::end);
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

  private static List<FieldReader> readers(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return List.of(
        new FieldReader(bytes.clone()), new FieldReader(new ByteArrayInputStream(bytes)));
  }
}
