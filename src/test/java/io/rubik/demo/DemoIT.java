package io.rubik.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.daemon.Eventually;
import io.rubik.daemon.KeptOutput;
import io.rubik.daemon.RubikProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration as a process of its own. */
final class DemoIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @RegisterExtension private final KeptOutput kept = new KeptOutput();
  @TempDir private Path directory;

  /** SIGTERM to the demonstration alone once left the daemon running for ever. */
  @Test
  void endingTheDemonstrationEndsRubik() throws Exception {
    Path output = kept.file();
    Process demo =
        new ProcessBuilder(command(directory.resolve("node").toString(), "--keep"))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    List<ProcessHandle> children = List.of();
    try {
      Eventually.until(
          "the demonstration says what to do",
          PATIENCE,
          () -> !demo.isAlive() || Files.readString(output).contains("It keeps running"));
      children = demo.children().toList();
      assertEquals(1, children.size(), () -> demo + " has no rubik");
      ProcessHandle rubik = children.getFirst();

      demo.destroy();

      assertTrue(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      Eventually.until("rubik has ended", PATIENCE, () -> !rubik.isAlive());
    } finally {
      demo.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static List<String> command(String node, String option) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Drubik.home=" + RubikProcess.home(),
        "-cp",
        System.getProperty("java.class.path"),
        Demo.class.getName(),
        node,
        option);
  }
}
