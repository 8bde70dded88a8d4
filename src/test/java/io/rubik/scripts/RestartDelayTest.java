package io.rubik.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code packaging/launcher/restart-delay} with stand-ins for systemctl and sleep. */
final class RestartDelayTest {

  @TempDir private Path directory;
  private Path commands;
  private Path slept;
  private Path configuration;

  @BeforeEach
  void makeNode() throws IOException {
    commands = Files.createDirectory(directory.resolve("bin"));
    slept = directory.resolve("slept");
    configuration = Files.createDirectory(directory.resolve("etc"));
    Files.createDirectory(directory.resolve("run"));
    for (String command : List.of("find", "touch")) {
      Files.createSymbolicLink(commands.resolve(command), Path.of("/usr/bin", command));
    }
    command("sleep", "echo $1 >>\"$DIRECTORY/slept\"");
  }

  private void command(String name, String body) throws IOException {
    Path file = Files.writeString(commands.resolve(name), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private ScriptRun run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "packaging/launcher/restart-delay"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", commands.toString());
    builder.environment().put("DIRECTORY", directory.toString());
    builder.environment().put("RUNTIME_DIRECTORY", directory.resolve("run").toString());
    return ScriptRun.of(builder).succeeded();
  }

  /** Returns for how many seconds a start waits after so many restarts; the files are old. */
  private int seconds(int restarts) throws Exception {
    command(
        "systemctl", "[ \"$*\" = 'show --value -p NRestarts rubik.service' ] && echo " + restarts);
    Files.deleteIfExists(slept);
    run("before", "rubik.service", configuration.toString(), directory.resolve("none").toString());
    return Files.notExists(slept)
        ? 0
        : Files.readAllLines(slept).stream().mapToInt(Integer::parseInt).sum();
  }

  /** The state is as new as a test: what is to count as changed later has to be newer still. */
  private void makeStateOlder() throws IOException {
    Files.setLastModifiedTime(
        directory.resolve("run/restarts"), FileTime.from(Instant.now().minusSeconds(60)));
  }

  /** Each waits on top of the 5 s of RestartSec; all came after 5.6 s for ever. */
  @Test
  void startsThatFailInARowComeEverMoreRarely() throws Exception {
    List<Integer> waits = new ArrayList<>();
    for (int restarts = 0; restarts < 9; restarts++) {
      waits.add(seconds(restarts));
    }

    assertEquals(List.of(0, 0, 5, 15, 35, 75, 115, 115, 115), waits);
  }

  @Test
  void theWaitIsTold() throws Exception {
    seconds(0);
    command("systemctl", "echo 3");

    String said = run("before", "rubik.service", configuration.toString()).output();

    assertEquals(
        "<5>rubik: 3 starts in a row have failed; the next one is in 15 s, when something"
            + " changes in "
            + configuration
            + ", or at once with systemctl restart rubik.service; why: journalctl -u rubik.service"
            + " -p err\n",
        said);
  }

  @Test
  void afterASuccessTheDelayBeginsAnew() throws Exception {
    seconds(0);
    assertEquals(75, seconds(5));
    run("ready", "rubik.service");

    assertEquals(0, seconds(6));
    assertEquals(5, seconds(7));
  }

  @Test
  void startByHandIsNotDelayed() throws Exception {
    seconds(0);
    assertEquals(115, seconds(20));
    run("ready", "rubik.service");

    assertEquals(0, seconds(0));
    assertEquals(0, seconds(1));
    assertEquals(5, seconds(2));
  }

  @Test
  void changedFileEndsTheWait() throws Exception {
    seconds(0);
    assertEquals(115, seconds(20));
    makeStateOlder();
    Files.writeString(configuration.resolve("config.json"), "{}");

    assertEquals(0, seconds(21), "changed before the wait");
    assertEquals(115, seconds(22), "that start has read it");
  }

  @Test
  void fileChangedDuringTheWaitEndsIt() throws Exception {
    seconds(0);
    command(
        "sleep",
        "echo $1 >>\"$DIRECTORY/slept\"; /usr/bin/touch -d '-1 hour' \"$DIRECTORY/run/restarts\";"
            + " : >\"$DIRECTORY/etc/config.json\"");

    assertEquals(5, seconds(20));
  }

  /** As without a manager, or on a disk that takes nothing. */
  @Test
  void whateverIsMissingTheStartIsNotPrevented() throws Exception {
    command("systemctl", "exit 1");
    run("before", "rubik.service", configuration.toString());
    run("ready", "rubik.service");
    Files.writeString(directory.resolve("run/restarts"), "nonsense\n");

    assertEquals(15, seconds(3));
  }
}
