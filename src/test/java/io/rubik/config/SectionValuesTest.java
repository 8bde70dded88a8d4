package io.rubik.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values a section takes, by their type. */
final class SectionValuesTest extends WithSection {

  @ParameterizedTest
  @CsvSource({
    "10, 10",
    "11, 11",
    "10.0, 10",
    "1e1, 10",
    "1.5E1, 15",
    "1048576, 1048576",
    "1048576.000, 1048576"
  })
  void wholeNumberWithinTheLimitsIsTaken(String json, int expected) throws Exception {
    assertEquals(expected, number(json));
    problems.throwIfErrors();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "9                  | 9 is outside 10..1048576",
        "1048577            | 1048577 is outside 10..1048576",
        "0                  | 0 is outside 10..1048576",
        "-10                | -10 is outside 10..1048576",
        "9.999              | 9.999 is outside 10..1048576",
        "1048576.1          | 1048576.1 is outside 10..1048576",
        "4294967306         | 4294967306 is outside 10..1048576",
        "18446744073709551626 | 18446744073709551626 is outside 10..1048576",
        "1e400              | 1e400 is outside 10..1048576",
        "-1e400             | -1e400 is outside 10..1048576",
        "10.5               | 10.5 is not a whole number in 10..1048576",
        "\"100\"            | \"100\" is not a whole number in 10..1048576; write it without quotes",
        "\"ten\"            | \"ten\" is not a whole number in 10..1048576",
        "-0                 | -0 is outside 10..1048576",
        "true               | true is not a whole number in 10..1048576",
        "[100]              | [100] is not a whole number in 10..1048576",
        "{\"a\": 1}         | {\"a\":1} is not a whole number in 10..1048576"
      })
  void otherNumberIsAnError(String json, String message) {
    assertEquals(77, number(json));
    assertEquals("key: " + message, errors());
  }

  /** Gson's own conversion threw NumberFormatException, which ended the daemon with a trace. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e10000",
        "1e1000000000",
        "-1e1000000000",
        "1e99999999999",
        "1e-1000000000",
        "1e-99999999999",
        "0e1000000000"
      })
  void numberOfAnySizeIsJudgedQuickly(String json) {
    assertEquals(77, assertTimeoutPreemptively(ofSeconds(5), () -> number(json)));
    assertTrue(errors().startsWith("key: " + json + " is "), errors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"yes\"", "[]", "{}"})
  void onlyTrueAndFalseAreBooleans(String json) {
    assertTrue(section("{\"key\": " + json + "}").bool("key", true));
    assertEquals("key: " + json + " is neither true nor false", errors());
  }

  @Test
  void booleansAreRead() {
    assertTrue(section("{\"key\": true}").bool("key", false));
    assertEquals(false, section("{\"key\": false}").bool("key", true));
    assertTrue(section("{}").bool("key", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"var/log\"",
        "\" /var/log\"",
        "\"./x\"",
        "\"/var/../etc\"",
        "\"/var/log/..\"",
        "\"/..\"",
        "1",
        "[\"/var/log\"]"
      })
  void onlyAnAbsolutePathIsTaken(String json) {
    assertEquals("/default", section("{\"key\": " + json + "}").absolutePath("key", "/default"));
    assertEquals("key: " + json + " is not an absolute path, such as \"/default\"", errors());
  }

  @Test
  void pathWithNulIsAnError() {
    assertEquals("/d", section("{\"key\": \"/a\\u0000\"}").absolutePath("key", "/d"));
    assertEquals("key: \"/a\\u0000\" is not an absolute path, such as \"/d\"", errors());
  }

  /** Path.of threw InvalidPathException under a service manager that sets no locale. */
  @Test
  void pathTheLocaleCannotNameIsAnError() throws Exception {
    ProcessBuilder child =
        new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            PathChild.class.getName());
    child.environment().put("LC_ALL", "C");
    Process process = child.redirectErrorStream(true).start();

    String output = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertEquals("key: \"/var/?\" is not an absolute path, such as \"/d\"\n", output);
  }

  /** A process that reads a path with a letter beyond ASCII. */
  static final class PathChild {

    private PathChild() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws Exception {
      Problems problems = new Problems();
      Section section = Section.root(JsonText.parse("{\"key\": \"/var/\u65e5\"}"), problems);
      section.absolutePath("key", "/d");
      try {
        problems.throwIfErrors();
      } catch (ConfigException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void pathIsReturnedAsItIs() throws Exception {
    assertEquals("/a/b..c/", section("{\"key\": \"/a/b..c/\"}").absolutePath("key", "/default"));
    problems.throwIfErrors();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"STDIO\"", "\"Stdio\"", "\"std\"", "\"\"", "1", "[\"stdio\"]"})
  void onlyAConstantInLowerCaseIsTaken(String json) {
    assertEquals(LogDriver.FILE, section("{\"key\": " + json + "}").choice("key", LogDriver.FILE));
    assertEquals("key: " + json + " is not one of stdio, file", errors());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                              | key: is missing; it must be a list of stdio, file",
        "{\"key\": []}                   | key: [] is not a list of at least one of stdio, file",
        "{\"key\": \"stdio\"}            | key: \"stdio\" is not a list of at least one of stdio, file",
        "{\"key\": null}                 | key: is missing; it must be a list of stdio, file",
        "{\"key\": [null]}               | key[0]: null is not one of stdio, file",
        "{\"key\": [\"x\"]}              | key[0]: \"x\" is not one of stdio, file",
        "{\"key\": [\"stdio\", 1]}       | key[1]: 1 is not one of stdio, file",
        "{\"key\": [\"file\", \"file\"]} | key[1]: \"file\" is listed twice"
      })
  void wrongListOfChoicesIsAnError(String json, String message) {
    section(json).choices("key", LogDriver.class);

    assertEquals(message, errors());
  }

  @Test
  void choicesKeepTheirOrder() throws Exception {
    assertEquals(
        List.of(LogDriver.FILE, LogDriver.STDIO),
        section("{\"key\": [\"file\", \"stdio\"]}").choices("key", LogDriver.class));
    problems.throwIfErrors();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"a\"           | key: \"a\" is not a list of strings",
        "{}              | key: {} is not a list of strings",
        "[\"a\", 1]      | key[1]: 1 is not a string",
        "[null]          | key[0]: null is not a string",
        "[[\"a\"]]       | key[0]: [\"a\"] is not a string"
      })
  void wrongListOfStringsIsAnError(String json, String message) {
    section("{\"key\": " + json + "}").strings("key");

    assertEquals(message, errors());
  }

  private int number(String json) {
    return section("{\"key\": " + json + "}").integer("key", 10, 1_048_576, 77);
  }
}
