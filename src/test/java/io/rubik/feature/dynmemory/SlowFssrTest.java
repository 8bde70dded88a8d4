package io.rubik.feature.dynmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.feature.PodState;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Errno;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Five offline pods whose memory.high takes the kernel more than a second each to lower. */
final class SlowFssrTest {

  private final CgroupFixture fixture = CgroupFixture.v2().cgroupfs().mainline();
  private final List<Pod> pods = new ArrayList<>();
  private OfflineNode node;

  @BeforeEach
  void start() throws IOException {
    node = new OfflineNode(fixture, MemoryPolicy.FSSR);
    node.running().feature().start();
    for (int i = 0; i < 5; i++) {
      fixture.pod("besteffort", "uid-" + i, "c1");
      Pod pod =
          PodFixture.pod(String.valueOf(i)).qosClass("BestEffort").offline().container("c1").pod();
      pods.add(pod);
      node.running().reconcile(pod);
    }
    fixture
        .faults()
        .beforeEvery(Operation.WRITE, () -> node.pass(Sweep.TIME.dividedBy(2).plusMillis(1)));
    fixture.recording().clear();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Those of all pods, the lowest first. */
  private List<Long> highs() {
    return pods.stream()
        .map(pod -> fixture.read("", pod.cgroupPath(), "memory.high"))
        .map(bytes -> Long.parseLong(bytes) / OfflineNode.MIB)
        .sorted()
        .toList();
  }

  /** The feature's pods waited for all of them, however long it took. */
  @Test
  void checkThatHasNoTimeLeftIsGoneOnWithByTheNext() throws IOException {
    node.check(500);
    assertEquals(List.of(7000L, 7000L, 8000L, 8000L, 8000L), highs());

    node.check(1500);
    assertEquals(List.of(7000L, 7000L, 7000L, 7000L, 8000L), highs());

    node.check(1500);
    assertEquals(List.of(7000L, 7000L, 7000L, 7000L, 7000L), highs());
    int all = fixture.recording().writes().size();
    node.check(1500);
    assertEquals(all, fixture.recording().writes().size());
  }

  @Test
  void furtherFallIsForThoseThatAreBehindToo() throws IOException {
    node.check(500);
    node.check(500);
    for (int i = 0; i < 3; i++) {
      node.check(1500);
    }

    assertEquals(List.of(6000L, 6000L, 6000L, 6000L, 6000L), highs());
  }

  /** Every 30 s all of them were done at once. */
  @Test
  void podThatIsBehindIsLeftToTheChecks() throws IOException {
    node.check(500);
    fixture.recording().clear();

    for (Pod pod : pods) {
      assertEquals(PodState.SETTLED, node.running().reconcile(pod));
    }

    assertEquals(List.of(), fixture.recording().openings());
  }

  @Test
  void podThatTurnsOnlineIsBehindNoMore() throws IOException {
    node.check(500);
    Pod last = pods.get(4);
    node.running().update(last, PodFixture.pod("4").qosClass("BestEffort").container("c1").pod());
    fixture.recording().clear();

    for (int i = 0; i < 5; i++) {
      node.check(1500);
    }

    assertEquals("max", fixture.read("", last.cgroupPath(), "memory.high"));
    node.running().reconcile(last);
    assertEquals(List.of(7000L, 7000L, 7000L, 7000L, 7000L), highs());
  }

  @Test
  void podThatFailsIsTriedAgainAtEachCheck() throws IOException {
    String file = fixture.file("", pods.get(0).cgroupPath(), "memory.high");
    fixture.faults().clear();
    fixture.faults().failAlways(Operation.WRITE, file, Errno.EIO);

    try (LogCapture log = new LogCapture()) {
      node.check(500);
      node.check(1500);
      assertEquals(List.of(7000L, 7000L, 7000L, 7000L, 8000L), highs());
      assertEquals(1, log.lines("cannot be written"), log.text());
    }

    fixture.faults().clear();
    node.check(1500);
    assertEquals(List.of(7000L, 7000L, 7000L, 7000L, 7000L), highs());
  }
}
