package io.rubik.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SectionTest extends WithSection {

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
}
