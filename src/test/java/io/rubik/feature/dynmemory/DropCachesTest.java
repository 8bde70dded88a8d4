package io.rubik.feature.dynmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;

/** The caches of an {@link OfflineNode} that is short of memory, with a check every 5 s. */
final class DropCachesTest {

  private static final String FILE = "/proc/sys/vm/drop_caches";
  private static final int CHECKS_IN_FIVE_MINUTES = 60;

  private final CgroupFixture fixture = CgroupFixture.v1().cgroupfs().mainline();
  private OfflineNode node;

  @BeforeEach
  void start() throws IOException {
    node = new OfflineNode(fixture, MemoryPolicy.DYN_LEVEL);
    node.running().feature().start();
    node.running().reconcile(node.batch());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Has the kernel find so much more free memory each time the caches are dropped. */
  private void dropBrings(long freeMib) {
    fixture.faults().beforeEvery(Operation.WRITE, () -> node.setFreeMib(freeMib));
  }

  private long drops() {
    return fixture.recording().writes().stream().filter(write -> write.path().equals(FILE)).count();
  }

  private void check(int times, long freeMib) throws IOException {
    for (int i = 0; i < times; i++) {
      node.check(freeMib);
    }
  }

  /** Online pods read their files from disk again after each check, every 5 s. */
  @Test
  void cachesAreDroppedAtMostOnceInFiveMinutes() throws IOException {
    dropBrings(600);

    check(CHECKS_IN_FIVE_MINUTES, 500);
    assertEquals(1, drops());

    check(1, 500);
    assertEquals(2, drops());
    assertEquals("1010", node.hard("c1"), "the other measure is taken at each check");
  }

  @Test
  void cachesAreNotDroppedAgainInAShortageInWhichThatBroughtNothing() throws IOException {
    dropBrings(599);

    check(20 * CHECKS_IN_FIVE_MINUTES, 500);
    assertEquals(1, drops());

    check(1, 501);
    check(1, 500);
    assertEquals(2, drops());
  }

  @Test
  void nextShortageWaitsForTheFiveMinutesToo() throws IOException {
    dropBrings(599);

    check(1, 500);
    check(1, 5000);
    check(CHECKS_IN_FIVE_MINUTES - 2, 500);
    assertEquals(1, drops());

    check(1, 500);
    assertEquals(2, drops());
  }

  @Test
  void whatItBroughtIsLogged() throws IOException {
    dropBrings(2000);
    try (LogCapture log = new LogCapture(Level.INFO)) {
      check(3, 500);

      assertEquals(
          1,
          log.lines(
              "dropped the node's caches: 1500 MiB more are free; not done again for 5 minutes"),
          log.text());
    }
  }
}
