package io.rubik.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A measure of the packaged daemon for each level of free memory. */
class DaemonDynLevelIT extends DaemonShortOfMemory {

  @BeforeEach
  void enableDynLevel() throws IOException {
    enable("\"dynMemory\"", "dynLevel");
  }

  private String dropCaches() throws IOException {
    return Files.readString(node.root().resolve("proc/sys/vm/drop_caches")).strip();
  }

  /** Returns hard limits from one that was lowered to the container's own, step by step. */
  private static List<Long> relief(long lowered) {
    List<Long> steps = new ArrayList<>(List.of(lowered));
    for (int i = 0; i < 4; i++) {
      steps.add(pages(steps.getLast() + steps.getLast() / 100 * 10));
    }
    steps.add(OWN_LIMIT);
    return steps;
  }

  @Test
  void eachLevelAppliesItsMeasureAndReliefTakesFiveSteps() throws Exception {
    JsonObject batch = addUser("batch", true);
    JsonObject web = addUser("web", false);
    FileStamps before = stamps(web);
    String container = container(batch);
    try (RubikProcess rubik = startReady()) {
      assertAsBefore(batch);

      free(2500);
      await(container, SOFT_FILE, lowered(2500));
      free(1200);
      await(container, "memory.force_empty", "0");
      assertEquals(String.valueOf(OWN_LIMIT), read(container, HARD_FILE));
      free(800);
      await(container, HARD_FILE, lowered(800));
      assertEquals("0", dropCaches());
      free(400);
      await(container, HARD_FILE, lowered(400));
      Eventually.until("caches are dropped", SOON, () -> dropCaches().equals("3"));

      free(5000);
      List<Long> relief = relief(lowered(400));
      Eventually.until(
          "limits are restored, by way of " + relief,
          SOON,
          () -> {
            String limit = read(container, HARD_FILE);
            assertTrue(limit.isEmpty() || relief.contains(Long.valueOf(limit)), limit);
            return limit.equals(String.valueOf(OWN_LIMIT));
          });
      await(container, SOFT_FILE, OWN_LIMIT);
      String said = rubik.output();
      assertTrue(said.contains("50 % of the node's memory is free: hard limits are raised"), said);
      assertTrue(said.contains("50 % of the node's memory is free: limits are restored"), said);
      assertEquals(0, rubik.stop());
    }
    assertAsBefore(batch);
    assertEquals(before, stamps(web));
    assertFalse(Files.exists(journal()), "the journal is gone");
  }
}
