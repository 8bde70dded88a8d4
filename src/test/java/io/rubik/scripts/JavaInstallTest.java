package io.rubik.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code scripts/java25.sh} on a machine without a JDK 25, with stand-ins for its commands. */
final class JavaInstallTest {

  /** Looks for a JDK where the package manager below installs it. */
  private static final String FIND_JAVA =
      ". scripts/java25.sh; java25_home() { cat \"$DIRECTORY/home\" 2>/dev/null; }; find_java25";

  @TempDir private Path directory;
  private Path commands;

  @BeforeEach
  void linkCommands() throws IOException {
    commands = Files.createDirectory(directory.resolve("bin"));
    for (String command : List.of("cat", "mktemp", "rm")) {
      Files.createSymbolicLink(commands.resolve(command), Path.of("/bin", command));
    }
    command("id", "echo 0");
  }

  @ParameterizedTest
  @CsvSource({
    "apt-get, openjdk-25-jdk-headless",
    "dnf, java-25-openjdk-devel",
    "zypper, java-25-openjdk-devel"
  })
  void packageOfTheDistributionIsInstalled(String manager, String jdk) throws Exception {
    command("apt-cache", "[ \"$2\" = openjdk-25-jdk-headless ]");
    command(
        manager, "case \"$*\" in *install*" + jdk + ") echo /jdk25 >\"$DIRECTORY/home\";; esac");

    assertEquals(new ScriptRun(0, "/jdk25\n", ""), run(FIND_JAVA));
  }

  @Test
  void withoutRootTheCommandIsPrinted() throws Exception {
    command("id", "echo 1000");
    command("dnf", "[ \"$1\" != install ]");

    assertEquals(
        new ScriptRun(1, "", "missing: run as root: dnf install java-25-openjdk-devel\n"),
        run(FIND_JAVA));
  }

  @ParameterizedTest
  @CsvSource({"apt-get", "dnf", "none"})
  void withoutAPackageTemurinIsNamed(String manager) throws Exception {
    command("apt-cache", "exit 100");
    command(manager, "[ \"$1\" = update ]");

    ScriptRun run = run(FIND_JAVA);

    assertEquals(1, run.status());
    assertTrue(run.messages().contains("unpack Temurin 25 below /usr/lib/jvm"), run.messages());
  }

  @Test
  void failedInstallationShowsWhatThePackageManagerPrinted() throws Exception {
    command("apt-get", "[ \"$1\" = update ] || { echo 'no space left'; exit 100; }");

    assertEquals(
        new ScriptRun(1, "", "no space left\napt-get cannot install tool-package\n"),
        run(". scripts/java25.sh; need tool tool-package"));
  }

  @Test
  void dnfFindsAPackageByItsCommand() throws Exception {
    command("dnf", "echo \"$*\" >&2; exit 1");

    assertTrue(
        run(". scripts/java25.sh; need tool debian-package")
            .messages()
            .contains(" /usr/bin/tool\n"));
  }

  private void command(String name, String body) throws IOException {
    Path file = Files.writeString(commands.resolve(name), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private ScriptRun run(String script) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("/bin/bash", "-c", script);
    builder.environment().put("PATH", commands.toString());
    builder.environment().put("DIRECTORY", directory.toString());
    return ScriptRun.of(builder);
  }
}
