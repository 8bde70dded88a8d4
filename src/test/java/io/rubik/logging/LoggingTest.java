package io.rubik.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.config.LogDriver;
import io.rubik.config.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@link LoggingChild} or {@link StormingChild} under a shell, which sets up its standard
 * output.
 */
final class LoggingTest {

  private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}";

  @TempDir Path root;

  @Test
  void standardOutputGetsOnlyLogLines() throws Exception {
    assertEquals("", run("exec \"$@\" >out", LogDriver.STDIO, LogLevel.INFO));

    List<String> lines = Files.readAllLines(root.resolve("out"));
    assertEquals(4, lines.size());
    assertMatches(
        TIME
            + " \\[rubik] level=info LoggingChild\\.java:\\d+:logOnEachLevel\\(\\)"
            + " pod ns/a\\\\nb added",
        lines.get(0));
    assertMatches(TIME + " \\[rubik] level=warn LoggingChild.*\\(\\) odd", lines.get(1));
    assertMatches(
        TIME
            + " \\[rubik] level=error .*\\(\\) cannot read /x: java\\.io\\.IOException: gone"
            + " \\[at io\\.rubik\\.logging\\.LoggingChild\\.logOnEachLevel\\(LoggingChild.*",
        lines.get(2));
    assertMatches(".*:startAgain\\(\\) logging has started already", lines.get(3));
    assertFalse(Files.exists(root.resolve("log")));
  }

  @Test
  void journalGetsPriorities() throws Exception {
    String script = ": >out; export JOURNAL_STREAM=$(stat -c %d:%i out); exec \"$@\" >out";

    assertEquals("", run(script, LogDriver.STDIO, LogLevel.DEBUG));

    List<String> starts =
        Files.readAllLines(root.resolve("out")).stream().map(line -> line.substring(0, 5)).toList();
    assertEquals(List.of("<7>20", "<6>20", "<4>20", "<3>20", "<4>20"), starts);
  }

  /** They were in the file alone, where systemctl status and journalctl do not look. */
  @Test
  void errorsGoToTheJournalThoughTheLogIsInFiles() throws Exception {
    String script = ": >err; export JOURNAL_STREAM=$(stat -c %d:%i err); exec \"$@\" >out 2>err";

    run(script, LogDriver.FILE, LogLevel.INFO);

    List<String> errors = Files.readAllLines(root.resolve("err"));
    assertEquals(1, errors.size(), errors.toString());
    assertMatches(
        "<3>" + TIME + " \\[rubik] level=error .* cannot read /x: .*gone.*", errors.getFirst());
    assertEquals(4, Files.readAllLines(root.resolve("log/rubik.log")).size());
  }

  /** A reader that never reads, and more lines than a pipe holds. */
  @Test
  void readerThatReadsNothingHoldsUpNothing() throws Exception {
    String script = "mkfifo pipe; exec 3<>pipe; exec \"$@\" >pipe";

    String errors = run(StormingChild.class, script, LogDriver.STDIO, LogLevel.DEBUG);

    assertMatches(
        ".* cannot write standard output, log lines are being lost: it takes no more, .*",
        errors.lines().findFirst().orElse(""));
    assertMatches(
        ".* log lines lost: [0-9]+; standard output still fails",
        errors.lines().toList().getLast());
  }

  @Test
  void whatIsLoggedBeforeAnExitComesOut() throws Exception {
    assertEquals("", run(ExitingChild.class, "exec \"$@\" >out", LogDriver.STDIO, LogLevel.INFO));

    List<String> lines = Files.readAllLines(root.resolve("out"));
    assertEquals(ExitingChild.LINES, lines.size());
    assertMatches(".* line " + (ExitingChild.LINES - 1), lines.getLast());
  }

  @Test
  void filesArePrivateUnderALaxUmask() throws Exception {
    run("umask 0; exec \"$@\" >out", LogDriver.FILE, LogLevel.WARN);

    Path log = root.resolve("log/rubik.log");
    assertEquals("", Files.readString(root.resolve("out")));
    assertEquals(3, Files.readAllLines(log).size());
    assertEquals("rw-------", mode(log));
    assertEquals("rwx------", mode(root.resolve("log")));
  }

  @Test
  void fullStandardOutputIsReportedAndHarmless() throws Exception {
    String errors = run("exec \"$@\" >/dev/full", LogDriver.STDIO, LogLevel.WARN);

    List<String> lines = errors.lines().toList();
    assertEquals(2, lines.size(), errors);
    assertMatches(
        ".* cannot write standard output, log lines are being lost: .*No space left.*",
        lines.get(0));
    assertMatches(".* log lines lost: 3; standard output still fails", lines.get(1));
  }

  @Test
  void podsCannotFillTheLog() throws Exception {
    String script = "exec \"$@\" >out";

    assertEquals("", run(StormingChild.class, script, LogDriver.STDIO, LogLevel.INFO));

    List<String> lines = Files.readAllLines(root.resolve("out"));
    int perPod = 10 + 1 + 1; // nonsense, as ever, as always
    int counts = 3 * StormingChild.PODS + 1;
    assertEquals(StormingChild.PODS * perPod + 1 + counts, lines.size());
    assertMatches(
        ".*:complain\\(\\) pod 499: nonsense 49 \\(40 more like it in the last \\d+ s\\)",
        lines.getLast());
  }

  @Test
  void librariesLogOnlyWarningsAndErrors() {
    assertEquals("warn", level("level", LogLevel.DEBUG));
    assertEquals("debug", level("level@io.rubik", LogLevel.DEBUG));
    assertEquals("error", level("level", LogLevel.ERROR));
    assertEquals("error", level("level@io.rubik", LogLevel.ERROR));
  }

  private String level(String key, LogLevel level) {
    Map<String, String> properties =
        Logging.properties(LoggingChild.settings(LogDriver.FILE, level), root, "");
    return properties.getOrDefault(key, "");
  }

  /** Returns what the process wrote to standard error. */
  private String run(String script, LogDriver driver, LogLevel level)
      throws IOException, InterruptedException {
    return run(LoggingChild.class, script, driver, level);
  }

  private String run(Class<?> child, String script, LogDriver driver, LogLevel level)
      throws IOException, InterruptedException {
    ProcessBuilder shell =
        new ProcessBuilder(
            "sh",
            "-c",
            "cd '" + root + "'; " + script,
            "sh",
            System.getProperty("java.home") + "/bin/java",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            child.getName(),
            driver.name(),
            level.name(),
            root.resolve("log").toString());
    shell.environment().remove("JOURNAL_STREAM");
    Process process = shell.start();
    String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), errors);
    return errors;
  }

  private static void assertMatches(String expected, String line) {
    assertTrue(line.matches(expected), line);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
