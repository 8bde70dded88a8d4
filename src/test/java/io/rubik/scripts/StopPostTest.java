package io.rubik.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ExecStopPost} of the unit, which systemd runs however rubik has ended. */
final class StopPostTest {

  @TempDir private Path directory;

  /** Runs what the unit says, with a program that tells what it is to do, and returns that. */
  private String run() throws Exception {
    Path program =
        Files.writeString(
            directory.resolve("rubik"), "#!/bin/sh\necho give back: $RUBIK_GIVE_BACK\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command(program));
    return ScriptRun.of(builder).succeeded().output();
  }

  private String command(Path program) throws IOException {
    return Files.readAllLines(Path.of("packaging/systemd/rubik.service")).stream()
        .filter(line -> line.startsWith("ExecStopPost=-"))
        .findFirst()
        .orElseThrow()
        .substring("ExecStopPost=-".length())
        .replace("/var/lib/rubik/build/rubik", program.toString())
        .replace("/run/rubik/", directory + "/");
  }

  /** A Java machine was started for nothing: a stop took as long as a start. */
  @Test
  void afterAStopThatHasRestoredAllNothingIsStarted() throws Exception {
    assertEquals("", run());
  }

  @Test
  void whatIsInTheJournalIsRestored() throws Exception {
    Files.writeString(directory.resolve("journal"), "");

    assertEquals("give back: yes\n", run());
  }
}
