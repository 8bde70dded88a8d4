package io.rubik.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not json                | is not valid JSON at line 1 column 1 path $",
        "{\"a\"                  | is not valid JSON at line 1 column 5 path $.a",
        "{\"a\": 1               | is not valid JSON at line 1 column 8 path $.a",
        "{\"a\": tru}            | is not valid JSON at line 1 column 7 path $.a",
        "{\"a\": TRUE}           | is not valid JSON at line 1 column 7 path $.a",
        "{\"a\": 01}             | is not valid JSON at line 1 column 7 path $.a",
        "{\"a\": NaN}            | is not valid JSON at line 1 column 7 path $.a",
        "{\"a\": 'x'}            | is not valid JSON at line 1 column 8 path $.a",
        "{a: 1}                  | is not valid JSON at line 1 column 3 path $.",
        "{\"a\": 1,}             | is not valid JSON at line 1 column 10 path $.a",
        "{\"a\": [1, 2,]}        | is not valid JSON at line 1 column 14 path $.a[2]",
        "{\"a\": 1 \"b\": 2}     | is not valid JSON at line 1 column 10 path $.a",
        "{\"a\" = 1}             | is not valid JSON at line 1 column 7 path $.a",
        "{\"a\": \"\\x\"}        | is not valid JSON at line 1 column 10 path $.a",
        "{} // comment           | has text after the JSON object at line 1 column 5 path $",
        "/* comment */ {}        | is not valid JSON at line 1 column 2 path $",
        "# comment               | is not valid JSON at line 1 column 2 path $",
        "{} {}                   | has text after the JSON object at line 1 column 5 path $",
        "{}}                     | has text after the JSON object at line 1 column 4 path $",
        "[]                      | must hold a JSON object, {...} at line 1 column 2 path $",
        "\"text\"                | must hold a JSON object, {...} at line 1 column 2 path $",
        "null                    | must hold a JSON object, {...} at line 1 column 5 path $",
        "{\"a\": 1, \"a\": 2}    | has the key \"a\" twice at line 1 column 13 path $.a",
        "{\"a\": {\"b\": 1, \"b\": 1}} | has the key \"b\" twice at line 1 column 19 path $.a.b"
      })
  void errorHasAPlace(String text, String message) {
    assertEquals(message, error(text));
  }

  @Test
  void laterLinesAreCounted() {
    assertEquals(
        "is not valid JSON at line 3 column 4 path $.agent.", error("{\n\"agent\": {\n  ]}}"));
  }

  @Test
  void unescapedControlCharacterIsRefused() {
    assertTrue(error("{\"a\": \"x\ty\"}").startsWith("is not valid JSON at line 1 "));
  }

  @Test
  void deepNestingIsAnErrorAndNoCrash() {
    String text = "{\"a\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    assertEquals(
        "is not valid JSON at line 1 column 262 path $.a" + "[0]".repeat(19) + "...", error(text));
  }

  /** An empty object takes 3 bytes of text and some 130 of memory. */
  @Test
  void tooManyValuesAreRefused() throws JsonText.SyntaxException {
    assertTrue(JsonText.parse("{\"a\": [" + "{},".repeat(19_998) + "{}]}").has("a"));

    assertEquals(
        "has more than 20000 values at line 1 column 60006 path $.a[19999]",
        error("{\"a\": [" + "{},".repeat(300_000) + "{}]}"));
  }

  @Test
  void nestingAnybodyWritesIsAccepted() throws JsonText.SyntaxException {
    assertTrue(JsonText.parse("{\"a\": " + "[".repeat(100) + "]".repeat(100) + "}").has("a"));
  }

  private static String error(String text) {
    JsonText.SyntaxException e =
        assertThrows(JsonText.SyntaxException.class, () -> JsonText.parse(text));
    return String.valueOf(e.getMessage());
  }
}
