package io.rubik.feature.dynmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.capability.UnavailableException;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.LogCapture;
import io.rubik.testing.Recordings;
import io.rubik.testing.Thrown;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tinylog.Level;

/**
 * Nodes that are busy and well: their memory holds what they have read of their disks, or huge
 * pages.
 */
final class HealthyNodeTest {

  private static final int CHECKS_IN_AN_HOUR = 720;

  private final CgroupFixture fixture = CgroupFixture.v1().cgroupfs().openEuler();

  @AfterEach
  void close() {
    fixture.close();
  }

  private OfflineNode healthy(MemoryPolicy policy, MemoryMeasure measure, String machine)
      throws IOException {
    OfflineNode node = new OfflineNode(fixture, policy, measure);
    node.setMeminfo(Recordings.text(machine, "meminfo"));
    node.running().feature().start();
    node.running().reconcile(node.batch());
    fixture.recording().clear();
    return node;
  }

  private void checkForAnHour(OfflineNode node) {
    for (int i = 0; i < CHECKS_IN_AN_HOUR; i++) {
      node.check();
    }
  }

  /** It was "critical" for ever: the caches of all pods were dropped every 5 s. */
  @ParameterizedTest
  @CsvSource({
    "page-cache-64g, AVAILABLE",
    "huge-pages-64g, AVAILABLE",
    "huge-pages-64g-idle, AVAILABLE",
    "huge-pages-64g-idle, FREE",
    "vm-24g, AVAILABLE"
  })
  void dynLevelDoesNothing(String machine, MemoryMeasure measure) throws IOException {
    try (LogCapture log = new LogCapture(Level.INFO)) {
      OfflineNode node = healthy(MemoryPolicy.DYN_LEVEL, measure, machine);

      checkForAnHour(node);

      assertEquals(List.of(), fixture.recording().openings());
      assertEquals("", log.text());
    }
  }

  /** Columns: machine, measure, 80 % of what is not huge pages, in MiB. It stayed at 30 %. */
  @ParameterizedTest
  @CsvSource({
    "page-cache-64g, AVAILABLE, 51410",
    "huge-pages-64g, AVAILABLE, 25195",
    "huge-pages-64g-idle, AVAILABLE, 25195",
    "huge-pages-64g-idle, FREE, 25195",
    "vm-24g, AVAILABLE, 19284"
  })
  void fssrStaysAtItsCeiling(String machine, MemoryMeasure measure, String mib) throws IOException {
    OfflineNode node = healthy(MemoryPolicy.FSSR, measure, machine);

    checkForAnHour(node);

    assertEquals(mib, node.high());
    assertEquals(List.of(), fixture.recording().writes());
  }

  /** As the original measures it; whoever wants that can have it. */
  @Test
  void pageCacheCountsAsUsedByTheOtherMeasure() throws IOException {
    OfflineNode node = healthy(MemoryPolicy.FSSR, MemoryMeasure.FREE, "page-cache-64g");

    checkForAnHour(node);

    assertEquals("19278", node.high());
  }

  @Test
  void startFailsWhereTheKernelDoesNotSayWhatIsAvailable() throws IOException {
    OfflineNode node = new OfflineNode(fixture, MemoryPolicy.DYN_LEVEL, MemoryMeasure.AVAILABLE);
    node.setFreeMib(5000);

    assertEquals(
        "/proc/meminfo has no line MemAvailable: boot Linux 3.14 or later, or set"
            + " dynMemory.measure to free",
        Thrown.message(UnavailableException.class, node.running().feature()::start));
  }

  /** Something else than the kernel's file, for a moment: it is no reason to restore limits. */
  @Test
  void lineThatIsMissingForAWhileChangesNothing() throws IOException {
    OfflineNode node = healthy(MemoryPolicy.FSSR, MemoryMeasure.AVAILABLE, "page-cache-64g");
    try (LogCapture log = new LogCapture()) {
      node.check(100);
      node.check(100);

      assertEquals("51410", node.high());
      assertTrue(log.text().contains("/proc/meminfo: has no line MemAvailable"), log.text());
      assertEquals(1, log.text().lines().count(), log.text());
    }
  }
}
