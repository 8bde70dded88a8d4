package io.rubik.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SectionTest {

  private final Problems problems = new Problems();

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

  @Test
  void sectionThatIsNoObjectIsAnError() {
    assertEquals(Optional.empty(), section("{\"key\": [1]}").section("key"));
    assertEquals("key: [1] is not an object, {...}", errors());
  }

  @Test
  void everyErrorIsReportedWithItsPath() {
    Section root = section("{\"a\": {\"b\": {\"c\": 1, \"d\": true}}}");
    Section section = root.sectionOrEmpty("a").sectionOrEmpty("b");

    section.integer("c", 10, 20, 10);
    section.integer("d", 10, 20, 10);
    section.reject("e", "is odd");
    section.choices("f", LogDriver.class);

    assertEquals(
        """
        a.b.c: 1 is outside 10..20
        a.b.d: true is not a whole number in 10..20
        a.b.e: is odd
        a.b.f: is missing; it must be a list of stdio, file\
        """,
        errors());
  }

  @Test
  void unknownKeysAreWarnedOfWithTheNearestKnown() {
    Section root = section("{\"agnt\": 1, \"agent\": {\"logSzie\": 1, \"zzzzzz\": {}}}");
    root.sectionOrEmpty("agent").integer("logSize", 0, 1, 0);

    root.warnOfUnknownKeys();

    assertEquals(
        List.of(
            "agnt: unknown key, ignored; did you mean agent?",
            "agent.logSzie: unknown key, ignored; did you mean logSize?",
            "agent.zzzzzz: unknown key, ignored"),
        problems.warnings());
  }

  @Test
  void keyInAnotherLetterCaseIsReadWithAWarning() {
    Section section = section("{\"LOGSIZE\": 5}");

    assertEquals(5, section.integer("logSize", 0, 9, 1));
    section.warnOfUnknownKeys();

    assertEquals(List.of("LOGSIZE: read as logSize"), problems.warnings());
  }

  /** The file has two values and says of neither that it counts. */
  @ParameterizedTest
  @ValueSource(strings = {"LogSize\": 5, \"logSize", "LOGSIZE\": 5, \"logsize"})
  void keyTwiceInDifferentLetterCaseIsAnError(String keys) {
    Section section = section("{\"" + keys + "\": 6}");

    section.integer("logSize", 0, 9, 1);
    section.warnOfUnknownKeys();

    assertEquals(
        "logSize: is there twice, as " + keys.replace("\": 5, \"", " and ") + "; remove one",
        errors());
  }

  @Test
  void nullMeansTheDefaultOfEveryKey() throws Exception {
    Section section =
        section(
            """
            {"number": null, "flag": null, "path": null, "choice": null, "list": null,
             "section": null, "later": null}
            """);

    assertEquals(7, section.integer("number", 0, 9, 7));
    assertTrue(section.bool("flag", true));
    assertEquals("/d", section.absolutePath("path", "/d"));
    assertEquals(LogDriver.FILE, section.choice("choice", LogDriver.FILE));
    assertEquals(List.of(), section.strings("list"));
    assertEquals(Optional.empty(), section.section("section"));
    section.ignore("later");
    section.warnOfUnknownKeys();
    problems.throwIfErrors();
    assertEquals(List.of(), problems.warnings());
  }

  @Test
  void keyOneLevelTooHighIsNamed() {
    Section root = section("{\"LOGSIZE\": 5}");
    root.sectionOrEmpty("agent").integer("logSize", 0, 9, 1);

    root.warnOfUnknownKeys();

    assertEquals(
        List.of("LOGSIZE: unknown key, ignored; did you mean agent.logSize?"), problems.warnings());
  }

  @Test
  void truthInQuotesIsAnErrorThatSaysSo() {
    section("{\"key\": \"true\"}").bool("key", false);

    assertEquals("key: \"true\" is neither true nor false; write it without quotes", errors());
  }

  @Test
  void whatIsWrongInAnUnusedSectionIsAWarning() throws Exception {
    Section root = section("{\"a\": {\"b\": 0, \"c\": {\"d\": 0}, \"unknown\": 1}, \"e\": [1]}");

    Section unused = root.unusedSection("a", "a is off").orElseThrow();
    unused.integer("b", 1, 9, 1);
    unused.sectionOrEmpty("c").integer("d", 1, 9, 1);
    assertEquals(Optional.empty(), root.unusedSection("e", "e is off"));
    root.warnOfUnknownKeys();

    problems.throwIfErrors();
    assertEquals(
        List.of(
            "a.b: 0 is outside 1..9; not used, since a is off",
            "a.c.d: 0 is outside 1..9; not used, since a is off",
            "e: [1] is not an object, {...}; not used, since e is off",
            "a.unknown: unknown key, ignored"),
        problems.warnings());
  }

  @Test
  void warningsFollowTheErrors() {
    Section section = section("{\"resourse\": [\"file\"]}");
    section.choices("resource", LogDriver.class);
    section.warnOfUnknownKeys();

    assertEquals(
        """
        resource: is missing; it must be a list of stdio, file
        warning: resourse: unknown key, ignored; did you mean resource?\
        """,
        errors());
  }

  @Test
  void ignoredKeyIsAWarningAndNotUnknown() {
    Section section = section("{\"psi\": {}}");

    section.ignore("psi");
    section.ignore("cpi");
    section.warnOfUnknownKeys();

    assertEquals(List.of("psi: not available in this version, ignored"), problems.warnings());
  }

  @Test
  void longValueIsShownShortened() {
    section("{\"key\": \"" + "x".repeat(1_000_000) + "\"}").integer("key", 1, 2, 1);

    assertEquals("key: \"" + "x".repeat(59) + "... is not a whole number in 1..2", errors());
  }

  @Test
  void shortenedValueHasNoHalfCharacter() {
    section("{\"key\": \"" + "x".repeat(58) + "\ud83d\ude00yy\"}").integer("key", 1, 2, 1);

    assertEquals("key: \"" + "x".repeat(58) + "... is not a whole number in 1..2", errors());
  }

  /** A value with a line break made two errors of one. */
  @Test
  void controlCharactersOfAValueAreEscaped() {
    section("{\"key\": \"a\\nb\\r\\u001b[2J\\u0085\\u2028\\t\"}").integer("key", 1, 2, 1);

    assertEquals(
        "key: \"a\\nb\\r\\u001b[2J\\u0085\\u2028\\t\" is not a whole number in 1..2", errors());
  }

  @Test
  void controlCharactersOfAKeyAreEscaped() {
    section("{\"a\\nb\": 1}").warnOfUnknownKeys();

    assertEquals(List.of("a\\nb: unknown key, ignored"), problems.warnings());
  }

  @Test
  void longKeyIsShownShortened() {
    section("{\"" + "k".repeat(1_000_000) + "\": 1}").warnOfUnknownKeys();

    assertEquals(1, problems.warnings().size());
    assertTrue(problems.warnings().getFirst().length() < 200);
  }

  private int number(String json) {
    return section("{\"key\": " + json + "}").integer("key", 10, 1_048_576, 77);
  }

  private Section section(String json) {
    try {
      return Section.root(JsonText.parse(json), problems);
    } catch (JsonText.SyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private String errors() {
    ConfigException e = assertThrows(ConfigException.class, problems::throwIfErrors);
    return String.valueOf(e.getMessage());
  }
}
