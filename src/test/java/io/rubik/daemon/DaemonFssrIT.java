package io.rubik.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** memory.high that the packaged daemon lowers when the node runs short, and raises again. */
class DaemonFssrIT extends DaemonShortOfMemory {

  private static final Pattern LOGGED_LIMIT =
      Pattern.compile(
          "(?:500|5000) of 10000 MiB are free: memory.high of offline pods is (\\d+) MiB");

  @BeforeEach
  void enableFssr() throws IOException {
    enable("\"dynMemory\"", "fssr");
  }

  /** Returns what the log says memory.high was made, in MiB. */
  private List<Long> loggedLimits(RubikProcess rubik) throws IOException {
    return LOGGED_LIMIT
        .matcher(rubik.output())
        .results()
        .map(result -> result.group(1))
        .map(Long::valueOf)
        .toList();
  }

  /** Returns how memory.high changed, step by step, in MiB. */
  private List<Long> steps(RubikProcess rubik) throws IOException {
    List<Long> loggedLimits = loggedLimits(rubik);
    return IntStream.range(1, loggedLimits.size())
        .mapToObj(i -> loggedLimits.get(i) - loggedLimits.get(i - 1))
        .toList();
  }

  /** Recovery is slow: twelve checks. */
  @Test
  void memoryHighFallsFastAndRecoversSlowly() throws Exception {
    JsonObject batch = addUser("batch", true);
    JsonObject capped = addUser("capped", true);
    node.set("memory", SimulatedKubelet.podPath(capped), HIGH_FILE, String.valueOf(USED));
    JsonObject web = addUser("web", false);
    FileStamps before = stamps(web);
    String path = SimulatedKubelet.podPath(batch);
    try (RubikProcess rubik = startReady()) {
      assertEquals(String.valueOf(8000 * MIB), read(path, HIGH_FILE));
      assertEquals("80", read(path, RATIO_FILE));

      free(500);
      Eventually.until("it falls", PATIENCE, () -> steps(rubik).contains(-1000L));
      free(5000);
      Eventually.until("it rises", PATIENCE, () -> steps(rubik).getLast() > 0);

      await(path, HIGH_FILE, loggedLimits(rubik).getLast() * MIB);
      List<Long> steps = steps(rubik);
      assertEquals(100, steps.getLast());
      assertEquals(Set.of(-1000L), Set.copyOf(steps.subList(0, steps.size() - 1)));
      assertEquals(
          String.valueOf(USED), read(SimulatedKubelet.podPath(capped), HIGH_FILE), "own limit");
      assertEquals(0, rubik.stop());
    }
    assertAsBefore(batch);
    assertEquals(before, stamps(web));
    assertFalse(Files.exists(journal()), "the journal is gone");
  }
}
