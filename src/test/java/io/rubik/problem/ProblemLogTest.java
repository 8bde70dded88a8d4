package io.rubik.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;

class ProblemLogTest {

  private long nowNanos;
  private final ProblemLog<String> problems = new ProblemLog<>(() -> nowNanos);

  private void pass(Duration time) {
    nowNanos += time.toNanos();
  }

  private static Problem problem(String reason) {
    return Problem.warning("pod default/web", reason);
  }

  @Test
  void problemIsLoggedWhenItBeginsChangesAndEnds() {
    try (LogCapture log = new LogCapture(Level.INFO)) {
      assertTrue(problems.report("web", problem("no limit")));
      assertFalse(problems.report("web", problem("no limit")));
      assertTrue(problems.report("web", problem("too large")));
      pass(Duration.ofSeconds(12));
      assertTrue(problems.resolve("web"));
      assertFalse(problems.resolve("web"));

      List<String> lines = log.text().lines().toList();
      assertEquals(3, lines.size(), log.text());
      assertTrue(lines.get(0).startsWith("WARN"), log.text());
      assertTrue(lines.get(0).endsWith("pod default/web: no limit"), log.text());
      assertTrue(lines.get(1).endsWith("pod default/web: too large"), log.text());
      assertTrue(lines.get(2).startsWith("INFO"), log.text());
      assertTrue(
          lines.get(2).endsWith("pod default/web: recovered after 12 s (3 failures)"), log.text());
    }
  }

  @Test
  void lineNamesThePlaceThatReported() {
    try (LogCapture log = new LogCapture()) {
      problems.report("web", problem("no limit"));

      assertTrue(log.text().contains("ProblemLogTest.lineNamesThePlaceThatReported"), log.text());
    }
  }

  @Test
  void earlierReasonThatReturnsIsAChangeToo() {
    problems.report("web", problem("no limit"));
    problems.report("web", problem("too large"));

    assertTrue(problems.report("web", problem("no limit")));
  }

  @Test
  void reasonsThatTakeTurnsAreLoggedTenTimesAnHour() {
    try (LogCapture log = new LogCapture()) {
      for (int i = 0; i < 100; i++) {
        problems.report("web", problem(i % 2 == 0 ? "refused" : "timed out"));
      }
      assertEquals(10, log.lines("pod default/web"));
      assertEquals(1, log.lines("are not logged for the next hour"));

      pass(Duration.ofHours(1));
      assertTrue(problems.report("web", problem("broken")));
    }
  }

  @Test
  void eachKeyHasAProblemOfItsOwn() {
    problems.report("web", problem("no limit"));

    assertTrue(problems.report("db", problem("no limit")));
    assertTrue(problems.resolve("db"));
    assertTrue(problems.isActive("web"));
  }

  @Test
  void forgottenProblemEndsWithoutALineAndIsNewAgain() {
    problems.report("web", problem("no limit"));
    problems.report("db", problem("no limit"));
    try (LogCapture log = new LogCapture(Level.INFO)) {
      problems.forgetIf("web"::equals);
      problems.forget("db");
      assertEquals("", log.text());
    }

    assertTrue(problems.report("web", problem("no limit")));
    assertTrue(problems.report("db", problem("no limit")));
  }

  @Test
  void sameIdentityIsTheSameProblem() {
    problems.report("web", problem("limit 4096 is refused").ignoringNumbers());

    assertFalse(problems.report("web", problem("limit 16 is refused").ignoringNumbers()));
    assertTrue(problems.report("web", problem("limit x is refused").ignoringNumbers()));
  }

  @Test
  void attemptThatFailsIsAProblemUntilItSucceeds() {
    try (LogCapture log = new LogCapture(Level.INFO)) {
      for (int limit = 10; limit < 13; limit++) {
        String refusal = "limit " + limit + " is refused";
        assertFalse(
            problems.attempt(
                "web",
                "pod default/web",
                () -> {
                  throw new IOException(refusal);
                }));
      }
      assertTrue(problems.attempt("web", "pod default/web", () -> {}));
      assertTrue(problems.attempt("web", "pod default/web", () -> {}));

      assertEquals(
          "WARN ProblemLogTest.attemptThatFailsIsAProblemUntilItSucceeds()"
              + " pod default/web: limit 10 is refused\n"
              + "INFO ProblemLogTest.attemptThatFailsIsAProblemUntilItSucceeds()"
              + " pod default/web: recovered after 0 s (3 failures)\n",
          log.text());
    }
  }

  @Test
  void faultOfTheProgramIsLoggedWithItsStackTrace() {
    try (LogCapture log = new LogCapture()) {
      problems.report("web", problem("failed").causedBy(new IOException("expected by the test")));

      assertTrue(log.text().contains("faultOfTheProgramIsLogged"), log.text());
      assertTrue(log.text().contains("IOException: expected by the test"), log.text());
    }
  }

  @Test
  void problemsInProgressAreListedTheOldestFirst() {
    problems.report("web", problem("no limit"));
    pass(Duration.ofSeconds(5));
    problems.report("db", problem("too large"));
    problems.report("web", problem("no quota"));

    assertEquals(
        List.of(
            new ProblemLog.Active<>("web", problem("no quota"), Duration.ofSeconds(5), 2),
            new ProblemLog.Active<>("db", problem("too large"), Duration.ZERO, 1)),
        problems.active());
  }
}
