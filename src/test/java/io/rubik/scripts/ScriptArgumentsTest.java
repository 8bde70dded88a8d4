package io.rubik.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScriptArgumentsTest {

  @TempDir private Path directory;

  /** With a Maven that fails, so that a script that goes on does not get far. */
  @ParameterizedTest
  @CsvSource({
    "test.sh, --fast, [--quick]",
    "test.sh, --quick --quick, [--quick]",
    "demo.sh, --stay, [--keep]",
    "demo.sh, --keep --keep, [--keep]"
  })
  void wrongArgumentsAreAnErrorWithTheUsage(String script, String arguments, String usage)
      throws Exception {
    Path maven = Files.writeString(directory.resolve("mvn"), "#!/bin/sh\nexit 1\n");
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwx------"));
    ProcessBuilder builder =
        new ProcessBuilder("/bin/bash", "-c", "scripts/" + script + " " + arguments);
    builder.environment().merge("PATH", directory.toString(), (path, first) -> first + ":" + path);

    ScriptRun run = ScriptRun.of(builder);

    assertEquals(
        new ScriptRun(2, "", "usage: scripts/" + script + " " + usage + "\n"), run, run.output());
  }
}
