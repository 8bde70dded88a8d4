package io.rubik.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.rubik.host.InstanceLock;
import io.rubik.host.SystemCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The packaged daemon as a process: arguments, lock, signals, streams, exit codes. */
class DaemonProcessIT extends DaemonOnScratchNode {

  @Test
  void sigtermReleasesTheLockAndLogsArePrivate() throws Exception {
    node.config(CONFIG.formatted("file"));
    Path logs = node.root().resolve("var/log/rubik");
    try (RubikProcess rubik = RubikProcess.start(node, output)) {
      Eventually.until(
          "the log says ready",
          PATIENCE,
          () ->
              Files.exists(logs.resolve("rubik.log"))
                  && Files.readString(logs.resolve("rubik.log")).contains("ready: "));

      assertEquals(0, rubik.stop());
    }
    assertEquals("rwx------", mode(logs));
    assertEquals("rw-------", mode(logs.resolve("rubik.log")));
    assertEquals("", Files.readString(output));
    Path lock = node.root().resolve("run/rubik/rubik.lock");
    assertEquals("rwx------", mode(node.root().resolve("run/rubik")));
    assertEquals("rw-------", mode(lock));
    InstanceLock.acquire(SystemCalls.open(), lock).close();
  }

  @Test
  void secondInstanceFailsAndNamesTheFirst() throws Exception {
    try (RubikProcess first = startReady();
        RubikProcess second = RubikProcess.start(node, directory.resolve("second"))) {

      assertEquals(2, second.awaitExit());
      String said = second.output();
      assertTrue(said.startsWith("rubik: rubik is already running as pid " + first.pid()), said);
      assertTrue(first.isAlive());
    }
  }

  /** What went to standard error once went into the lock file, which had its descriptor. */
  @Test
  void closedStandardStreamsDoNotLeakTextIntoOtherFiles() throws Exception {
    JsonObject batch = addPod("batch", true);
    try (RubikProcess rubik = RubikProcess.startWithoutStreams(node, output)) {
      awaitOffline(batch);
      Path lock = node.root().resolve("run/rubik/rubik.lock");
      assertEquals(rubik.pid() + "\n", Files.readString(lock));

      assertEquals(0, rubik.stop());

      assertEquals(rubik.pid() + "\n", Files.readString(lock));
    }
  }

  @Test
  void startSucceedsAfterAKill() throws Exception {
    startReady().close();
    try (RubikProcess next = startReady()) {
      assertEquals(0, next.stop());
    }
  }

  @Test
  void stopIsQuickWhileTheServerIsDown() throws Exception {
    server.stop();
    try (RubikProcess rubik = RubikProcess.start(node, output)) {
      rubik.awaitOutput("level=warn");
      long start = System.nanoTime();
      assertEquals(0, rubik.stop());
      assertTrue(System.nanoTime() - start < Duration.ofSeconds(10).toNanos());
    }
  }

  /**
   * It ended with 1, as the Java machine does when it cannot start, or with an Error did not end at
   * all.
   */
  @Test
  void unexpectedFailureEndsTheProcessWithItsOwnExitCode() throws Exception {
    String option = "-Dos.arch=no-such-processor";
    try (RubikProcess rubik = RubikProcess.startWithOption(node, output, option)) {
      assertEquals(3, rubik.awaitExit());
    }
    assertTrue(Files.readString(output).contains("no-such-processor"));
  }

  @Test
  void stopDuringABlockedStartIsQuickAndSucceeds() throws Exception {
    node.kubeconfig(
        """
        apiVersion: v1
        current-context: it
        contexts: [{name: it, context: {cluster: it, user: it}}]
        clusters: [{name: it, cluster: {server: "https://127.0.0.1:1"}}]
        users:
        - name: it
          user:
            exec: {apiVersion: client.authentication.k8s.io/v1, command: sleep, args: ["60"]}
        """);
    try (RubikProcess rubik = RubikProcess.start(node, output)) {
      rubik.awaitOutput(" is starting");
      Eventually.until(
          "the plug-in runs", PATIENCE, () -> rubik.children().anyMatch(ProcessHandle::isAlive));
      List<ProcessHandle> plugIn = rubik.children().toList();
      long start = System.nanoTime();

      assertEquals(0, rubik.stop());

      assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
      plugIn.forEach(process -> process.onExit().orTimeout(5, TimeUnit.SECONDS).join());
    }
  }

  @Test
  void versionIsPrintedAndNoFileIsCreated() throws Exception {
    try (RubikProcess rubik =
        RubikProcess.start(
            output, Map.of("RUBIK_ROOT", directory.resolve("none").toString()), List.of("-v"))) {
      assertEquals(0, rubik.awaitExit());
    }
    List<String> lines = Files.readAllLines(output);
    assertEquals("0.1.0", lastWord(lines, "Version:"));
    assertEquals("1", lastWord(lines, "Release:"));
    assertEquals(6, lines.size());
    assertFalse(Files.exists(directory.resolve("none")));
  }

  @Test
  void unknownArgumentIsRefusedInOneLine() throws Exception {
    for (List<String> arguments :
        List.of(
            List.of("--help"),
            List.of("-h"),
            List.of("-v", "x"),
            List.of(""),
            List.of("two\nlines\u001b[2J"))) {
      try (RubikProcess rubik =
          RubikProcess.start(
              output, Map.of("RUBIK_ROOT", directory.resolve("none").toString()), arguments)) {
        assertEquals(64, rubik.awaitExit());
      }
      assertTrue(
          Files.readString(output).matches("rubik: \\P{Cntrl}+\n"),
          () -> "not one line: " + arguments);
      assertFalse(Files.exists(directory.resolve("none")));
    }
  }

  private static String lastWord(List<String> lines, String label) {
    String line = lines.stream().filter(l -> l.startsWith(label)).findFirst().orElseThrow();
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
