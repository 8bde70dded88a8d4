package io.rubik.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A short soak, so that the long one keeps working. */
final class SoakIT {

  private static final Soak.Pace FAST =
      new Soak.Pace(
          Duration.ofMillis(50),
          Duration.ofMillis(300),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          false,
          Duration.ZERO);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void noPodIsWrongForLongerThanItsBound() throws Exception {
    try (Soak soak = new Soak(directory, 1, FAST)) {
      soak.run(Duration.ofSeconds(40));

      assertEquals(List.of(), soak.findings().violations(), logs() + soak.table());
      assertEquals(List.of(), soak.log().unexpected(), this::logs);
      assertTrue(soak.findings().disturbances().size() > 10, soak.table());
    }
  }

  private String logs() {
    return "logs: " + directory + "/rubik-*.log, " + directory + "/faults.log\n";
  }
}
