package io.rubik.feature.dynmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Errno;
import io.rubik.testing.EveryLayout;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinylog.Level;

/** What fails for a while, and what of it is logged. */
final class NodeProblemsTest {

  private static final String MEMINFO = "/proc/meminfo";

  private final CgroupFixture fixture = CgroupFixture.v1().cgroupfs().openEuler();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static OfflineNode started(CgroupFixture node, MemoryPolicy policy) throws IOException {
    OfflineNode offline = new OfflineNode(node, policy);
    offline.running().feature().start();
    offline.running().reconcile(offline.batch());
    return offline;
  }

  private String hardFile(OfflineNode node) {
    return fixture.file("memory", node.path("c1"), "memory.limit_in_bytes");
  }

  /** The feature was stopped, restored all limits, and was started again each time. */
  @ParameterizedTest
  @ValueSource(strings = {"", "MemTotal: 1 kB\n", "MemTotal: x kB\nMemFree: 1 kB\n"})
  void meminfoThatSaysNothingForAWhileChangesNothing(String text) throws IOException {
    OfflineNode node = started(fixture, MemoryPolicy.DYN_LEVEL);
    node.check(1000);

    try (LogCapture log = new LogCapture(Level.INFO)) {
      fixture.setFile(MEMINFO, text);
      for (int i = 0; i < 3; i++) {
        node.check();
        node.running().reconcile(node.batch());
      }
      assertEquals("1020", node.hard("c1"));
      assertEquals(1, log.lines(MEMINFO + ": does not say how much memory is free"), log.text());

      node.check(3001);
      assertEquals(1, log.lines(MEMINFO + ": recovered after 15 s (3 failures)"), log.text());
    }
    assertEquals("1121", node.hard("c1"));
  }

  @Test
  void podThatComesWhileMeminfoCannotBeReadGetsTheLimitOfTheOthers() throws IOException {
    OfflineNode node = started(fixture, MemoryPolicy.FSSR);
    node.check(100);
    fixture.faults().failAlways(Operation.OPEN, MEMINFO, Errno.EIO);
    fixture.set("memory", node.path(), "memory.high", "max");

    try (LogCapture _ = new LogCapture()) {
      node.check();
      node.running().reconcile(node.batch());
    }

    assertEquals("7000", node.high());
  }

  /** A container kept its limit until rubik stopped. */
  @EveryLayout
  void failedRestoreIsTriedAgain(CgroupFixture any) throws IOException {
    try (any;
        LogCapture log = new LogCapture()) {
      OfflineNode node = started(any, MemoryPolicy.DYN_LEVEL);
      node.check(3000);
      node.check(1000);
      for (int i = 0; i < 4; i++) {
        node.check(3001);
      }
      any.faults().failAlways(Operation.WRITE, "/sys/fs/cgroup", Errno.EIO);
      for (int i = 0; i < 3; i++) {
        node.check(3001);
      }
      assertEquals("1493 1060", node.hard("c1") + " " + node.soft("c1"));
      assertEquals(1, log.lines("cannot be written"), log.text());

      any.faults().clear();
      node.check(3001);
      assertEquals("none none", node.hard("c1") + " " + node.soft("c1"));

      any.recording().clear();
      node.check(3001);
      assertEquals(List.of(), any.recording().openings());
    }
  }

  /** What is used is another number at each check, and so was the message. */
  @Test
  void refusalIsLoggedOnceWhateverTheFigures() throws IOException {
    OfflineNode node = started(fixture, MemoryPolicy.DYN_LEVEL);
    fixture.faults().failAlways(Operation.WRITE, hardFile(node), Errno.EBUSY);

    try (LogCapture log = new LogCapture()) {
      for (int mib = 900; mib < 910; mib++) {
        node.setUsageMib("c1", mib);
        node.check(mib);
      }

      assertEquals(1, log.text().lines().count(), log.text());
    }
  }

  @Test
  void anotherReasonIsLogged() throws IOException {
    OfflineNode node = started(fixture, MemoryPolicy.DYN_LEVEL);

    try (LogCapture log = new LogCapture()) {
      for (Errno errno : List.of(Errno.EBUSY, Errno.EINVAL, Errno.EBUSY)) {
        fixture.faults().clear();
        fixture.faults().failAlways(Operation.WRITE, hardFile(node), errno);
        node.check(1000);
      }

      assertEquals(3, log.text().lines().count(), log.text());
    }
  }

  /** The limit in force was forgotten, and not raised when the node was well again. */
  @Test
  void limitThatIsRefusedLeavesTheOneBeforeToBeRaised() throws IOException {
    OfflineNode node = started(fixture, MemoryPolicy.DYN_LEVEL);
    node.check(1000);
    fixture.faults().failAlways(Operation.WRITE, hardFile(node), Errno.EBUSY);
    try (LogCapture _ = new LogCapture()) {
      node.check(900);
    }
    fixture.faults().clear();
    assertEquals("1020", node.hard("c1"));

    node.check(3001);

    assertEquals("1121", node.hard("c1"));
  }

  /** The kernel has taken the limit, which must not count as an external change. */
  @EveryLayout
  void limitThatCannotBeReadBackIsRestoredNevertheless(CgroupFixture any) throws IOException {
    try (any;
        LogCapture _ = new LogCapture()) {
      OfflineNode node = started(any, MemoryPolicy.DYN_LEVEL);
      node.check(1000);
      String file =
          any.file("memory", node.path("c1"), any.isV2() ? "memory.max" : "memory.limit_in_bytes");
      any.faults()
          .beforeEvery(
              Operation.WRITE, () -> any.faults().failAlways(Operation.READ, file, Errno.EIO));
      node.check(900);
      any.faults().clear();
      assertEquals("1018", node.hard("c1"));

      for (int i = 0; i < 5; i++) {
        node.check(3001);
      }

      assertEquals("none", node.hard("c1"));
    }
  }

  @Test
  void cacheThatCannotBeDroppedOnV1IsLoggedOnce() throws IOException {
    OfflineNode node = started(fixture, MemoryPolicy.DYN_LEVEL);
    String file = fixture.file("memory", node.path("c1"), "memory.force_empty");
    fixture.faults().failAlways(Operation.WRITE, file, Errno.EACCES);

    try (LogCapture log = new LogCapture()) {
      node.check(1500);
      node.check(1500);

      assertEquals(1, log.lines("memory.force_empty: 0 cannot be written"), log.text());
    }
  }

  @Test
  void containerThatEndsUnderForceEmptyIsNoFailure() throws IOException {
    OfflineNode node = started(fixture, MemoryPolicy.DYN_LEVEL);
    String file = fixture.file("memory", node.path("c1"), "memory.force_empty");
    fixture.faults().beforeNext(Operation.WRITE, file, () -> fixture.remove(node.path("c1")));

    try (LogCapture log = new LogCapture()) {
      node.check(1500);

      assertTrue(log.text().isEmpty(), log.text());
    }
  }
}
