package io.rubik.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packaged daemon restores the memory limits it has lowered, however it ends. */
class DaemonMemoryRestoreIT extends DaemonShortOfMemory {

  private JsonObject batch = new JsonObject();
  private JsonObject web = new JsonObject();

  private FileStamps untouched = new FileStamps(Map.of());

  /** A policy, and so much free memory that limits are lowered and then stay. */
  enum Policy {
    FSSR("fssr", "MiB are free: ", 1500),
    DYN_LEVEL("dynLevel", "memory is free: ", 800);

    private final String text;
    private final String logged;
    private final long freeMib;

    Policy(String text, String logged, long freeMib) {
      this.text = text;
      this.logged = logged;
      this.freeMib = freeMib;
    }
  }

  private RubikProcess startLowered(Policy policy) throws IOException, TimeoutException {
    enable("\"dynMemory\"", policy.text);
    batch = addUser("batch", true);
    web = addUser("web", false);
    untouched = stamps(web);
    free(policy.freeMib);
    RubikProcess rubik = startReady();
    awaitLowered(policy, batch);
    return rubik;
  }

  private void awaitLowered(Policy policy, JsonObject pod) throws IOException, TimeoutException {
    switch (policy) {
      case FSSR -> await(SimulatedKubelet.podPath(pod), HIGH_FILE, 8000 * MIB);
      case DYN_LEVEL -> await(container(pod), HARD_FILE, lowered(policy.freeMib));
    }
    assertTrue(Files.exists(journal()), "the journal is there");
  }

  private void assertRestored() throws IOException {
    assertAsBefore(batch);
    assertEquals(untouched, stamps(web));
    assertFalse(Files.exists(journal()), "the journal is gone");
  }

  private void awaitAsBefore() throws IOException, TimeoutException {
    String path = SimulatedKubelet.podPath(batch);
    await(path, HIGH_FILE, "max");
    await(path, RATIO_FILE, "100");
    await(container(batch), HARD_FILE, OWN_LIMIT);
  }

  @ParameterizedTest
  @EnumSource
  void limitsAreRestoredWhenThePodTurnsOnline(Policy policy) throws Exception {
    try (RubikProcess rubik = startLowered(policy)) {
      server
          .pods()
          .update(
              "default",
              "batch",
              pod -> {
                pod.getAsJsonObject("metadata").remove("annotations");
                return pod;
              });

      awaitAsBefore();
      FileStamps online = stamps(batch);
      JsonObject next = addUser("next", true);
      awaitLowered(policy, next);
      assertEquals(online, stamps(batch));
      assertEquals(0, rubik.stop());
    }
    assertRestored();
  }

  @ParameterizedTest
  @EnumSource
  void limitsAreRestoredAtStop(Policy policy) throws Exception {
    try (RubikProcess rubik = startLowered(policy)) {
      assertEquals(0, rubik.stop());
    }

    assertRestored();
  }

  @ParameterizedTest
  @EnumSource
  void limitsAreRestoredAfterAKillByAStartWithoutTheFeature(Policy policy) throws Exception {
    startLowered(policy).close();
    awaitLowered(policy, batch);

    enable("", policy.text);
    try (RubikProcess rubik = startReady()) {
      assertAsBefore(batch);
      assertEquals(0, rubik.stop());
    }

    assertRestored();
  }

  /** The pressure is still there: limits are lowered again, from their originals. */
  @ParameterizedTest
  @EnumSource
  void limitsAreRestoredAtTheStopAfterAKillAndARestart(Policy policy) throws Exception {
    startLowered(policy).close();

    try (RubikProcess rubik = startReady()) {
      rubik.awaitOutput(policy.logged);
      awaitLowered(policy, batch);
      assertEquals(0, rubik.stop());
    }

    assertRestored();
  }
}
