package io.rubik.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged daemon restores the burst it has set, however it ends. */
class DaemonRestoreIT extends DaemonOnScratchNode {

  private static final String BURST_FILE = "cpu.cfs_burst_us";

  private String pod = "";
  private String container = "";

  @BeforeEach
  void makeBurstyPod() throws IOException {
    enable("\"quotaBurst\"");
    List<String> cgroups = addBurstyPod();
    pod = cgroups.getFirst();
    container = cgroups.getLast();
  }

  private void enable(String features) throws IOException {
    node.config("{\"agent\": {\"enabledFeatures\": [" + features + "]}}");
  }

  private List<String> bursts() throws IOException {
    return List.of(node.read("cpu", pod, BURST_FILE), node.read("cpu", container, BURST_FILE));
  }

  private RubikProcess startBursty() throws IOException, TimeoutException {
    RubikProcess rubik = startReady();
    assertEquals(List.of("20000", "20000"), bursts());
    return rubik;
  }

  private void assertRestored() throws IOException {
    assertEquals(List.of("0", "7000"), bursts());
    assertFalse(Files.exists(journal()), "the journal is gone");
  }

  private RubikProcess startRestoring() throws IOException {
    return RubikProcess.start(
        directory.resolve("restore"),
        Map.of("RUBIK_ROOT", node.root().toString(), "RUBIK_GIVE_BACK", "yes"),
        List.of());
  }

  @Test
  void burstIsRestoredAtStop() throws Exception {
    try (RubikProcess rubik = startBursty()) {
      assertEquals(0, rubik.stop());
    }

    assertRestored();
  }

  @Test
  void burstIsRestoredAfterAKillByAStartWithoutTheFeature() throws Exception {
    startBursty().close();
    assertEquals(List.of("20000", "20000"), bursts());
    assertTrue(Files.exists(journal()), "the journal is there");

    enable("");
    try (RubikProcess rubik = startReady()) {
      assertEquals(List.of("0", "7000"), bursts());
      assertEquals(0, rubik.stop());
    }

    assertRestored();
  }

  @Test
  void burstIsRestoredAtTheStopAfterAKillAndARestart() throws Exception {
    startBursty().close();

    try (RubikProcess rubik = startBursty()) {
      assertEquals(0, rubik.stop());
    }

    assertRestored();
  }

  @Test
  void burstIsRestoredAfterAKillWithoutARestart() throws Exception {
    startBursty().close();

    try (RubikProcess restoring = startRestoring()) {
      assertEquals(0, restoring.awaitExit());
    }
    assertRestored();

    try (RubikProcess again = startRestoring()) {
      assertEquals(0, again.awaitExit());
    }
    assertRestored();
  }

  /** Such a file may be why it does not start. */
  @ParameterizedTest
  @ValueSource(strings = {"{", "", "{\"agent\": {\"enabledFeatures\": [\"no such\"]}}"})
  void burstIsRestoredAfterAKillDespiteABrokenConfiguration(String config) throws Exception {
    startBursty().close();
    node.config(config);

    try (RubikProcess restoring = startRestoring()) {
      assertEquals(0, restoring.awaitExit());
    }

    assertRestored();
  }

  @Test
  void nothingIsRestoredWhileRubikRuns() throws Exception {
    try (RubikProcess rubik = startBursty();
        RubikProcess restoring = startRestoring()) {
      assertEquals(2, restoring.awaitExit());

      assertTrue(restoring.output().contains("already running as pid " + rubik.pid()));
      assertEquals(List.of("20000", "20000"), bursts());
      assertTrue(Files.exists(journal()), "the journal is there");
      assertEquals(0, rubik.stop());
    }

    assertRestored();
  }
}
