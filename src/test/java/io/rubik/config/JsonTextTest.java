package io.rubik.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\"              | 1 column 5 path $.a: a colon is missing at the end",
        "{\"a\": 1           | 1 column 8 path $: a comma or } is missing at the end",
        "{\"a\": [1          | 1 column 9 path $.a: a comma or ] is missing at the end",
        "{                   | 1 column 2 path $: a key in double quotes is missing at the end",
        "{\"a\":              | 1 column 6 path $.a: a value is missing at the end",
        "{\"a\": }            | 1 column 7 path $.a: a value is missing before }",
        "{\"a\": tru}         | 1 column 7 path $.a: tru is no number, true, false or null; text is put in double quotes",
        "{\"a\": TRUE}        | 1 column 7 path $.a: TRUE is no number, true, false or null; text is put in double quotes",
        "{\"a\": 01}          | 1 column 7 path $.a: 01 is no number, true, false or null; text is put in double quotes",
        "{\"a\": +1}          | 1 column 7 path $.a: +1 is no number, true, false or null; text is put in double quotes",
        "{\"a\": .5}          | 1 column 7 path $.a: .5 is no number, true, false or null; text is put in double quotes",
        "{\"a\": 1.}          | 1 column 7 path $.a: 1. is no number, true, false or null; text is put in double quotes",
        "{\"a\": 0x10}        | 1 column 7 path $.a: 0x10 is no number, true, false or null; text is put in double quotes",
        "{\"a\": NaN}         | 1 column 7 path $.a: NaN is no number, true, false or null; text is put in double quotes",
        "{\"a\": 'x'}         | 1 column 7 path $.a: text and keys are put in double quotes (\"), not in '",
        "{'a': 1}            | 1 column 2 path $: text and keys are put in double quotes (\"), not in '",
        "{\u201ca\u201d: 1}  | 1 column 2 path $: text and keys are put in double quotes (\"), not in \u201c",
        "{a: 1}              | 1 column 2 path $: a key in double quotes is missing before a",
        "{1: 1}              | 1 column 2 path $: a key in double quotes is missing before 1",
        "{\"a\": 1,}          | 1 column 9 path $: there is a comma before }",
        "{\"a\": [1, 2,]}     | 1 column 13 path $.a: there is a comma before ]",
        "{,}                 | 1 column 2 path $: a key in double quotes is missing before ,",
        "{\"a\": [,]}         | 1 column 8 path $.a[0]: a value is missing before ,",
        "{\"a\": [1 2]}       | 1 column 10 path $.a: a comma or ] is missing before 2",
        "{\"a\": 1 \"b\": 2}  | 1 column 9 path $: a comma or } is missing before \"b\"",
        "{\"a\": \"x\" \"b\"}  | 1 column 11 path $: a comma or } is missing before \"b\"",
        "{\"a\": {]}          | 1 column 8 path $.a: a key in double quotes is missing before ]",
        "{\"a\" = 1}          | 1 column 6 path $.a: a colon is missing before =",
        "{\"a\" \"b\"}        | 1 column 6 path $.a: a colon is missing before \"b\"",
        "{\"a\": \"\\x\"}     | 1 column 9 path $.a: a backslash in text must be doubled",
        "{\"a\": \"\\"
            + "u12g4\"} | 1 column 12 path $.a: the number of a character has four hexadecimal digits",
        "{\"a\": \"x          | 1 column 9 path $.a: the text has no closing double quote on this line",
        "{\u00a0\"a\": 1}     | 1 column 2 path $: the character \\u00a0 is no blank",
        "{} // comment       | 1 column 4 path $: comments are not allowed",
        "{\"a\": 1} # comment | 1 column 10 path $: comments are not allowed",
        "{\"a\": /* b */ 1}   | 1 column 7 path $.a: comments are not allowed",
        "{\"a\": 1, // b      | 1 column 10 path $: comments are not allowed",
        "/* comment */ {}    | 1 column 1 path $: comments are not allowed",
        "# comment           | 1 column 1 path $: comments are not allowed"
      })
  void errorSaysWhatIsWrongAndWhere(String text, String message) {
    assertEquals("is not valid JSON at line " + message, error(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not json                | must hold a JSON object, {...} at line 1 column 1 path $",
        "[]                      | must hold a JSON object, {...} at line 1 column 1 path $",
        "\"text\"                | must hold a JSON object, {...} at line 1 column 1 path $",
        "null                    | must hold a JSON object, {...} at line 1 column 1 path $",
        "{} {}                   | has text after the JSON object at line 1 column 4 path $",
        "{}}                     | has text after the JSON object at line 1 column 3 path $",
        "{},                     | has text after the JSON object at line 1 column 3 path $",
        "{\"a\": 1, \"a\": 2}    | has the key \"a\" twice at line 1 column 10 path $",
        "{\"a\": {\"b\": 1, \"b\": 1}} | has the key \"b\" twice at line 1 column 16 path $.a"
      })
  void moreOrLessThanOneObjectIsAnError(String text, String message) {
    assertEquals(message, error(text));
  }

  @Test
  void laterLinesAreCounted() {
    String message =
        "is not valid JSON at line 3 column 3 path $.agent: a key in double quotes is missing"
            + " before ]";

    assertEquals(message, error("{\n\"agent\": {\n  ]}}"));
    assertEquals(message, error("{\r\n\"agent\": {\r\n  ]}}"));
  }

  /** A character beyond the first plane is one column, as in an editor. */
  @Test
  void columnsAreCharacters() {
    assertEquals(
        "is not valid JSON at line 1 column 6 path $: a colon is missing before 1"
            .replace("path $", "path $.\ud83d\ude00"),
        error("{\"\ud83d\ude00\" 1}"));
  }

  @Test
  void unescapedControlCharacterIsRefused() {
    assertEquals(
        "is not valid JSON at line 1 column 9 path $.a: the control character \\t must be escaped"
            + " in text",
        error("{\"a\": \"x\ty\"}"));
  }

  @Test
  void deepNestingIsAnErrorAndNoCrash() {
    String text = "{\"a\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    assertEquals(
        "is not valid JSON at line 1 column 262 path $.a"
            + "[0]".repeat(19)
            + "...: it is nested deeper than 255 levels",
        error(text));
  }

  /** An empty object takes 3 bytes of text and some 130 of memory. */
  @Test
  void tooManyValuesAreRefused() throws JsonText.SyntaxException {
    assertTrue(JsonText.parse("{\"a\": [" + "{},".repeat(19_998) + "{}]}").has("a"));

    assertEquals(
        "has more than 20000 values at line 1 column 60005 path $.a[19999]",
        error("{\"a\": [" + "{},".repeat(300_000) + "{}]}"));
  }

  @Test
  void nestingAnybodyWritesIsAccepted() throws JsonText.SyntaxException {
    assertTrue(JsonText.parse("{\"a\": " + "[".repeat(100) + "]".repeat(100) + "}").has("a"));
  }

  /** Every value and every escape. */
  @Test
  void everythingOfTheGrammarIsRead() throws JsonText.SyntaxException {
    String text =
        """
        {"a": [1, -0, 2.50, 1e3, -1.5E-7, true, false, null, {}, []],
         "b": "\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00 \ud83d\ude00", "": ""}
        """;

    assertEquals(JsonParser.parseString(text), JsonText.parse(text));
  }

  private static String error(String text) {
    JsonText.SyntaxException e =
        assertThrows(JsonText.SyntaxException.class, () -> JsonText.parse(text));
    return String.valueOf(e.getMessage());
  }
}
