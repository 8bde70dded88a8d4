package io.rubik.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinylog.core.LogEntry;

final class LossReportingOutputTest {

  private static final String INFO =
      "2026-01-31 12:00:00.007 [rubik] level=info File.java:123:method() ";

  @TempDir Path root;
  private final AtomicLong nanos = new AtomicLong();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private FullDisk disk;
  private Path directory;
  private Path log;
  private LossReportingOutput output;

  @BeforeEach
  void startOnADiskWithRoom() {
    disk = FullDisk.under(root);
    directory = root.resolve("rubik");
    log = directory.resolve("rubik.log");
    RotatingFile file = new RotatingFile(disk.wrapPath(directory), 10, nanos::get);
    output =
        new LossReportingOutput(
            Events.FORMAT,
            file,
            entry -> errors.writeBytes(Events.FORMAT.format(entry)),
            nanos::get);
  }

  @Test
  void firstFailureIsReportedOnce() {
    write(Events.info("kept"));
    disk.leaveRoom(10);

    write(Events.info("lost 1"));
    write(Events.info("lost 2"));
    pass(Duration.ofSeconds(1));
    write(Events.info("lost 3"));

    assertEquals(1, errorLines().size());
    assertTrue(
        errorLines()
            .getFirst()
            .endsWith(
                " cannot write "
                    + log
                    + ", log lines are being lost: java.io.IOException: No space left on device"),
        errorLines().getFirst());
  }

  @Test
  void recoveryIsReportedWithTheNumberOfLinesLost() throws IOException {
    write(Events.info("kept"));
    disk.leaveRoom(10);
    write(Events.info("lost 1"));
    write(Events.info("lost 2"));
    pass(Duration.ofSeconds(1));
    write(Events.info("lost 3"));

    disk.leaveRoom(10_000);
    pass(Duration.ofMillis(999));
    write(Events.info("lost 4"));
    pass(Duration.ofMillis(1));
    write(Events.info("kept again"));

    List<String> lines = Files.readAllLines(log);
    assertEquals(3, lines.size());
    assertEquals(INFO + "kept", lines.get(0));
    assertTrue(
        lines.get(1).endsWith(":retry() log lines lost: 4; " + log + " works again"), lines.get(1));
    assertTrue(lines.get(1).contains(" level=warn LossReportingOutput.java:"), lines.get(1));
    assertEquals(INFO + "kept again", lines.get(2));
    assertEquals(lines.get(1), errorLines().get(1));
    assertEquals(2, errorLines().size());
  }

  @Test
  void roomForOnlyTheReportIsStillAFailure() throws IOException {
    disk.leaveRoom(0);
    write(Events.info("lost"));
    pass(Duration.ofSeconds(1));

    disk.leaveRoom(300);
    write(Events.info("long".repeat(100)));

    assertEquals(0, Files.size(log));
    assertEquals(1, errorLines().size());
  }

  @Test
  void secondFailureIsReportedAgainWithItsOwnCount() {
    for (int i = 0; i < 2; i++) {
      disk.leaveRoom(0);
      write(Events.info("lost"));
      disk.leaveRoom(10_000);
      pass(Duration.ofSeconds(1));
      write(Events.info("kept"));
    }

    assertEquals(4, errorLines().size());
    assertTrue(errorLines().get(2).contains(" log lines are being lost: "));
    assertTrue(errorLines().get(3).contains(" log lines lost: 1; "));
  }

  @Test
  void directoryThatCannotBeCreatedIsReportedAtStart() throws IOException {
    Files.createFile(directory);

    output.open();
    write(Events.info("lost"));
    assertTrue(errorLines().getFirst().contains("FileAlreadyExistsException: "));

    Files.delete(directory);
    pass(Duration.ofSeconds(1));
    write(Events.info("kept"));
    assertEquals(2, errorLines().size());
    assertEquals(INFO + "kept", Files.readAllLines(log).getLast());
  }

  @Test
  void closeReportsTheLinesLost() {
    disk.leaveRoom(0);
    write(Events.info("lost"));

    output.close();

    assertEquals(2, errorLines().size());
    assertTrue(errorLines().get(1).endsWith(" log lines lost: 1; " + log + " still fails"));
  }

  /** As at the end of the process, after its parts were closed. */
  @Test
  void secondCloseReportsNothingNew() {
    disk.leaveRoom(0);
    write(Events.info("lost"));

    output.close();
    output.close();

    assertEquals(2, errorLines().size());
  }

  @Test
  void closeRetriesOnce() throws IOException {
    disk.leaveRoom(0);
    write(Events.info("lost"));
    disk.leaveRoom(10_000);

    output.close();

    assertEquals(Files.readAllLines(log), errorLines().subList(1, 2));
    assertTrue(errorLines().get(1).contains(" log lines lost: 1; "));
  }

  @Test
  void eventAfterCloseOpensTheFileAgain() throws IOException {
    write(Events.info("before"));
    output.close();

    write(Events.info("after"));

    assertEquals(List.of(INFO + "before", INFO + "after"), Files.readAllLines(log));
    assertEquals(List.of(), errorLines());
  }

  /** What had no room to wait is told of in the order in which it was logged. */
  @Test
  void linesLostBeforeTheyCameHereAreReportedToo() throws IOException {
    write(Events.info("kept"));

    output.full(7);
    output.lost(12);
    write(Events.info("kept again"));

    List<String> lines = Files.readAllLines(log);
    assertEquals(INFO + "kept", lines.get(0));
    assertTrue(lines.get(1).endsWith(" log lines lost: 12; " + log + " works again"));
    assertEquals(INFO + "kept again", lines.get(2));
    assertTrue(
        errorLines()
            .get(0)
            .endsWith(
                "cannot write "
                    + log
                    + ", log lines are being lost: it takes no more, and 7 lines wait"));
    assertEquals(lines.get(1), errorLines().get(1));
  }

  @Test
  void linesLostTwiceOverAreCountedTogether() {
    disk.leaveRoom(0);
    write(Events.info("lost"));
    output.lost(12);
    disk.leaveRoom(10_000);
    pass(Duration.ofSeconds(1));

    write(Events.info("kept"));

    assertTrue(errorLines().get(1).contains(" log lines lost: 13; "), errors.toString(UTF_8));
  }

  private void write(LogEntry entry) {
    output.write(Events.FORMAT.format(entry));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private List<String> errorLines() {
    return errors.toString(UTF_8).lines().toList();
  }
}
