package io.rubik.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.rubik.agent.ManualAgent;
import io.rubik.config.ConfigException;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Configurations of every kind: each is taken, or refused in words that deceive nobody. */
class HostileConfigFuzzTest {

  private static final int FILES_PER_ROUND = 100;

  private int taken;
  private int refused;

  @Test
  void configurationIsTakenOrRefused() throws Exception {
    try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
      Path config = files.getPath("/config.json");
      FuzzTime.given().run(seed -> round(config, new RandomConfigs(new SplittableRandom(seed))));
    }
    assertTrue(taken > 0, "none was sound");
    assertTrue(refused > 0, "none was wrong");
  }

  private void round(Path config, RandomConfigs configs) throws IOException {
    for (int i = 0; i < FILES_PER_ROUND; i++) {
      byte[] bytes = configs.next();
      Files.write(config, bytes);
      try {
        read(config);
      } catch (RuntimeException | Error e) {
        String base64 = Base64.getEncoder().encodeToString(bytes);
        throw new AssertionError(e + "\nby the configuration (Base64): " + base64, e);
      }
    }
  }

  private void read(Path config) {
    try {
      ManualAgent.warningsOf(config).forEach(HarmlessChecks::checkVisible);
      taken++;
    } catch (ConfigException e) {
      refused++;
      List<String> lines = String.valueOf(e.getMessage()).lines().toList();
      assertTrue(!lines.isEmpty(), "no reason");
      for (String line : lines) {
        HarmlessChecks.checkVisible(line);
        assertTrue(line.matches("(/config.json|agent|preemption|psi).*: .*|.*: .*"), line);
      }
    }
  }
}
