package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonTest {

  private static String failure(String root) {
    Map<String, String> environment = Map.of("RUBIK_ROOT", root);
    StartException e = assertThrows(StartException.class, () -> Daemon.start(environment));
    assertEquals(ExitCode.FAILED, e.exitCode());
    return String.valueOf(e.getMessage());
  }

  @Test
  void relativeRootIsRefused() {
    assertEquals(
        "RUBIK_ROOT: \"scratch\" is not the absolute path of a directory", failure("scratch"));
    assertEquals("RUBIK_ROOT: \"\" is not the absolute path of a directory", failure(""));
  }

  /** A misspelt root was made, with a lock in it. */
  @Test
  void missingRootIsRefusedAndNotCreated(@TempDir Path directory) {
    Path root = directory.resolve("misspelt");

    assertEquals(
        "RUBIK_ROOT: \"" + root + "\" is not the absolute path of a directory",
        failure(root.toString()));
    assertFalse(Files.exists(root));
  }
}
