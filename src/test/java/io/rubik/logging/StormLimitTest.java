package io.rubik.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tinylog.Level;
import org.tinylog.core.LogEntry;

final class StormLimitTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final List<String> log = new ArrayList<>();
  private final StormLimit limit = new StormLimit(entry -> log.add(entry.getMessage()));
  private long nowNanos = Long.MAX_VALUE - 5; // where the clock wraps around

  /** The pod "-" is none; "a@61" is the text a logged at second 61. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "p | a@0 a@1 a@59                | a",
        "p | a@0 a@60                    | a a",
        "p | a@0 a@1 a@2 a@60            | a a+2/59",
        "p | a@0 a@1 a@59 a@90           | a a+2/89",
        "p | a@0 b@1 a@2 b@3 c@4         | a b c+2/2",
        "p | a@0 b@59 b@61               | a b",
        "p | a@0 a@30 a@59 a@61 a@90     | a a+2/31",
        "- | a@0 a@1 a@2                 | a a a",
        "- | a@0 b@1 c@2 a@3             | a b c a",
      })
  void flowIsLimited(String pod, String logged, String expected) {
    long startNanos = nowNanos;
    for (String one : logged.split(" ", -1)) {
      String[] textAndSecond = one.split("@", -1);
      nowNanos = startNanos + SECOND.toNanos() * Long.parseLong(textAndSecond[1]);
      accept(Events.about(pod.equals("-") ? "" : pod, 1, textAndSecond[0]));
    }

    assertEquals(List.of(expected.split(" ", -1)), shortened());
  }

  @Test
  void differentTextsAboutAPodPassTenTimesThenOnceAMinute() {
    storm(HOUR, second -> Events.about("p", 1, "nonsense " + second));

    assertEquals(10 + 59, log.size());
    assertEquals("nonsense 9", log.get(9));
    assertEquals("nonsense 69 (59 more like it in the last 59 s)", log.get(10));
  }

  @Test
  void calmEndsTheStorm() {
    storm(Duration.ofMinutes(10), second -> Events.about("p", 1, "nonsense " + second));
    pass(Duration.ofMinutes(2));
    accept(Events.about("other", 1, "reports what is due"));
    pass(Duration.ofMinutes(1));
    log.clear();

    storm(Duration.ofSeconds(20), second -> Events.about("p", 1, "again " + second));

    assertEquals(10, log.size());
  }

  @Test
  void repeatedTextsDoNotHoldBackNewOnes() {
    storm(Duration.ofSeconds(30), _ -> Events.about("p", 1, "same"));

    accept(Events.about("p", 1, "news"));

    assertEquals(List.of("same", "news (29 more like it in the last 29 s)"), log);
  }

  @Test
  void placesAndPodsAreLimitedSeparately() {
    storm(SECOND.multipliedBy(30), second -> Events.about("p", 1, "nonsense " + second));
    log.clear();

    accept(Events.about("p", 2, "another place"));
    accept(Events.about("q", 1, "another pod"));
    accept(Events.about("", 1, "no pod"));

    assertEquals(List.of("another place", "another pod", "no pod"), log);
  }

  @Test
  void lineAboutNoPodPassesTenTimesThenOnceAMinute() {
    storm(Duration.ofMinutes(10), _ -> Events.about("", 1, "same"));

    assertEquals(10 + 9, log.size());
    assertEquals("same (59 more like it in the last 59 s)", log.get(10));
  }

  @Test
  void manyLinesAboutNoPodPass() {
    storm(HOUR, second -> Events.about("", 1, "unknown key " + second));

    assertEquals(3600, log.size());
  }

  @Test
  void debugLinesPass() {
    storm(HOUR, _ -> Events.event(Level.DEBUG, "same", null));

    assertEquals(3600, log.size());
  }

  @Test
  void anotherKindOfExceptionIsAnotherText() {
    accept(Events.failed("p", new IllegalStateException("a")));
    accept(Events.failed("p", new IllegalStateException("b")));
    accept(Events.failed("p", new NullPointerException()));

    assertEquals(List.of("failed", "failed (1 more like it in the last 1 s)"), log);
  }

  @Test
  void lastHeldLineIsReportedWhenTheMinuteIsOver() {
    storm(Duration.ofSeconds(30), second -> Events.about("p", 1, "nonsense " + second));
    log.clear();

    pass(HOUR);
    accept(Events.event(Level.DEBUG, "any line", null));

    assertEquals(List.of("nonsense 29 (20 more like it in the last 3620 s)", "any line"), log);
  }

  @Test
  void allHeldLinesAreReportedAtTheEnd() {
    storm(Duration.ofSeconds(30), _ -> Events.about("p", 1, "same"));
    log.clear();

    limit.releaseAll(nowNanos);
    limit.releaseAll(nowNanos);

    assertEquals(List.of("same (29 more like it in the last 29 s)"), log);
  }

  @Test
  void fiveHundredHostilePodsGetOneLineAMinuteEach() {
    for (int second = 0; second < 600; second++) {
      for (int pod = 0; pod < 500; pod++) {
        limit.accept(Events.about("uid-" + pod, 1, "nonsense " + second), nowNanos);
      }
      pass(SECOND);
    }
    limit.releaseAll(nowNanos);

    int passed = 500 * (10 + 9);
    assertEquals(passed + 500, log.size());
    assertEquals(500 * 600, passed + held());
  }

  @Test
  void flowsBeyondTheLimitShareOne() {
    for (int round = 0; round < 10; round++) {
      for (int pod = 0; pod < 2 * StormLimit.MAX_FLOWS; pod++) {
        limit.accept(Events.about("uid-" + pod, 1, "nonsense " + round + " " + pod), nowNanos);
      }
      pass(SECOND);
    }

    assertEquals(10 * StormLimit.MAX_FLOWS + 10, log.size());
  }

  @Test
  void endedFlowsMakeRoom() {
    for (int pod = 0; pod < 3 * StormLimit.MAX_FLOWS; pod++) {
      accept(Events.about("uid-" + pod, 1, "hello"));
    }

    assertEquals(3 * StormLimit.MAX_FLOWS, log.size());
  }

  private interface Storm {
    LogEntry at(int second);
  }

  private void storm(Duration length, Storm storm) {
    IntStream.range(0, (int) length.toSeconds()).forEach(second -> accept(storm.at(second)));
  }

  private void accept(LogEntry entry) {
    limit.accept(entry, nowNanos);
    pass(SECOND);
  }

  private void pass(Duration time) {
    nowNanos += time.toNanos();
  }

  /** Returns the sum of the counts in the log. */
  private long held() {
    return log.stream()
        .filter(line -> line.contains(" more like it"))
        .mapToLong(line -> Long.parseLong(line.replaceFirst(".*\\((\\d+) more .*", "$1")))
        .sum();
  }

  /** Returns the log with "a+2/31" for "a (2 more like it in the last 31 s)". */
  private List<String> shortened() {
    return log.stream()
        .map(line -> line.replaceFirst(" \\((\\d+) more like it in the last (\\d+) s\\)", "+$1/$2"))
        .toList();
  }
}
