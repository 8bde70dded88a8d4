package io.rubik.feature.dynmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.capability.UnavailableException;
import io.rubik.pod.Pod;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Errno;
import io.rubik.testing.EveryLayout;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.LogCapture;
import io.rubik.testing.Recording.Write;
import io.rubik.testing.Thrown;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The policy dynLevel on an {@link OfflineNode}; limits are in MiB. */
final class DynLevelTest {

  private final CgroupFixture fixture = CgroupFixture.v1().cgroupfs().mainline();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static OfflineNode dynLevel(CgroupFixture node) throws IOException {
    OfflineNode offline = new OfflineNode(node, MemoryPolicy.DYN_LEVEL);
    offline.running().feature().start();
    offline.running().reconcile(offline.batch());
    return offline;
  }

  @EveryLayout
  void eachLevelHasItsMeasureAndReliefRestores(CgroupFixture any) throws IOException {
    try (any) {
      OfflineNode node = dynLevel(any);

      node.check(5000);
      assertEquals(List.of(), any.recording().openings());

      node.check(3000);
      assertEquals("1060", node.soft("c1"));
      assertEquals("none", node.hard("c1"));

      any.recording().clear();
      node.check(1500);
      assertEquals(List.of(emptied(any, node)), any.recording().writes());

      node.check(1000);
      assertEquals("1020", node.hard("c1"));

      for (String raised : List.of("1121", "1234", "1357", "1493")) {
        node.check(3001);
        assertEquals(raised, node.hard("c1"));
      }
      node.check(3001);
      assertEquals("none", node.hard("c1"));
      assertEquals("none", node.soft("c1"));
    }
  }

  private static Write emptied(CgroupFixture any, OfflineNode node) {
    return any.isV2()
        ? new Write(any.file("", node.path("c1"), "memory.reclaim"), "1048576000")
        : new Write(any.file("memory", node.path("c1"), "memory.force_empty"), "0");
  }

  @EveryLayout
  void criticalLevelDropsTheCachesFirst(CgroupFixture any) throws IOException {
    try (any) {
      OfflineNode node = dynLevel(any);

      node.check(500);

      assertEquals(new Write("/proc/sys/vm/drop_caches", "3"), any.recording().writes().getFirst());
      assertEquals("1010", node.hard("c1"));
    }
  }

  /** The limit of the container was given up, and it was free to take what was not its own. */
  @EveryLayout
  void limitOfTheContainerIsNeverRaisedNorLost(CgroupFixture any) throws IOException {
    try (any) {
      OfflineNode node = dynLevel(any);
      String file = any.isV2() ? "memory.max" : "memory.limit_in_bytes";
      any.set("memory", node.path("c1"), file, Long.toString(1100 * OfflineNode.MIB));
      node.check(1000);
      assertEquals("1020", node.hard("c1"));

      node.check(3001);
      assertEquals("1100", node.hard("c1"));
      for (int i = 0; i < 5; i++) {
        node.check(3001);
      }
      assertEquals("1100", node.hard("c1"));

      node.setUsageMib("c1", 1090);
      node.check(1000);
      assertEquals("1100", node.hard("c1"));
    }
  }

  /** A limit holds for all below, so that of the container is enough where crun made one more. */
  @EveryLayout
  void cgroupForTheTasksBelowAContainersIsNotTouched(CgroupFixture any) throws IOException {
    try (any) {
      OfflineNode node = dynLevel(any);
      String tasks = node.path("c1") + "/container";
      String file = any.isV2() ? "memory.max" : "memory.limit_in_bytes";
      any.cgroup(tasks);
      any.set("memory", tasks, file, Long.toString(2000 * OfflineNode.MIB));

      for (long free : List.of(3000L, 1500L, 1000L, 500L)) {
        node.check(free);
      }
      assertEquals("1010", node.hard("c1"));
      for (int i = 0; i < 5; i++) {
        node.check(3001);
      }

      assertEquals("none", node.hard("c1"));
      assertEquals(
          List.of(),
          any.recording().writes().stream().filter(write -> write.path().contains(tasks)).toList());
    }
  }

  @EveryLayout
  void originalsAreRestoredOnStopOnTurningOnlineAndOnRemoval(CgroupFixture any) throws IOException {
    try (any) {
      OfflineNode node = dynLevel(any);
      Pod batch = node.batch();
      node.check(3000);
      node.check(1000);
      node.running().stop();
      assertEquals("none none", node.hard("c1") + " " + node.soft("c1"));

      node.check(1000);
      node.running().update(batch, node.bare().container("c1").pod());
      assertEquals("none", node.hard("c1"));
      node.check(1000);
      assertEquals("none", node.hard("c1"));

      node.running().reconcile(batch);
      node.check(1000);
      node.running().remove(batch);
      assertEquals("none", node.hard("c1"));
    }
  }

  @EveryLayout
  void afterACrashTheTrueOriginalIsRestored(CgroupFixture any) throws IOException {
    try (any) {
      OfflineNode node = dynLevel(any);
      node.check(1000);

      node.running().crash();
      node.running().reconcile(node.batch());
      node.check(900);
      node.running().ready();
      assertEquals("1018", node.hard("c1"));

      node.running().crash();
      node.running().reconcile(node.batch());
      node.running().ready();
      assertEquals("none", node.hard("c1"));
    }
  }

  @EveryLayout
  void limitOfAResizeIsTheOneToRestore(CgroupFixture any) throws IOException {
    try (any) {
      OfflineNode node = dynLevel(any);
      Pod before = node.bare().offline().container("c1", "", "2000Mi").pod();
      Pod after = node.bare().offline().container("c1", "", "3000Mi").pod();
      String file = any.isV2() ? "memory.max" : "memory.limit_in_bytes";
      any.set("memory", node.path("c1"), file, Long.toString(2000 * OfflineNode.MIB));
      node.running().reconcile(before);
      node.check(1000);

      node.running().update(before, after);
      node.running().stop();

      assertEquals("3000", node.hard("c1"));
    }
  }

  @Test
  void refusedHardLimitIsTriedThreeTimesEachAPartHigher() throws IOException {
    OfflineNode node = dynLevel(fixture);
    String file = fixture.file("memory", node.path("c1"), "memory.limit_in_bytes");
    fixture.faults().failNext(Operation.WRITE, file, Errno.EBUSY);
    fixture.faults().failNext(Operation.WRITE, file, Errno.EBUSY);

    node.check(1000);

    assertEquals("1060", node.hard("c1"));
  }

  @Test
  void hardLimitThatIsRefusedThreeTimesIsLoggedOnceAndLeft() throws IOException {
    OfflineNode node = dynLevel(fixture);
    String file = fixture.file("memory", node.path("c1"), "memory.limit_in_bytes");
    fixture.faults().failAlways(Operation.WRITE, file, Errno.EBUSY);

    try (LogCapture log = new LogCapture()) {
      node.check(1000);
      node.check(1000);

      assertEquals(1, log.lines(" cannot be lowered: "), log.text());
    }
    assertEquals(6, fixture.recording().refusedWrites().size());
    fixture.faults().clear();
    assertEquals("none", node.hard("c1"));
  }

  @Test
  void containerThatEndsMeanwhileIsNoFailure() throws IOException {
    OfflineNode node = dynLevel(fixture);
    fixture.remove(node.path("c1"));

    try (LogCapture log = new LogCapture()) {
      for (long free : List.of(3000L, 1500L, 1000L, 500L, 5000L)) {
        node.check(free);
      }
      assertEquals("", log.text());
    }
  }

  /** The pods of the feature waited for all containers, however long it took. */
  @Test
  void slowReclaimLeavesTheOtherContainersToTheNextCheck() throws IOException {
    OfflineNode node = dynLevel(fixture);
    for (String id : List.of("c2", "c3")) {
      fixture.cgroup(node.path(id));
      node.setUsageMib(id, 1000);
    }
    node.running()
        .reconcile(node.bare().offline().container("c1").container("c2").container("c3").pod());
    fixture
        .faults()
        .beforeEvery(Operation.WRITE, () -> node.pass(Sweep.TIME.dividedBy(2).plusMillis(1)));
    fixture.recording().clear();

    node.check(1500);
    assertEquals(List.of("c1", "c2"), emptied());
    node.check(1500);
    assertEquals(List.of("c1", "c2", "c3", "c1"), emptied());
  }

  private List<String> emptied() {
    return fixture.recording().writes().stream()
        .filter(write -> write.path().endsWith("/memory.force_empty"))
        .map(write -> write.path().substring(0, write.path().lastIndexOf('/')))
        .map(path -> path.substring(path.lastIndexOf('/') + 1))
        .toList();
  }

  @Test
  void slowWriteIsLogged() throws IOException {
    OfflineNode node = dynLevel(fixture);
    String file = fixture.file("memory", node.path("c1"), "memory.force_empty");
    fixture.faults().beforeNext(Operation.WRITE, file, () -> node.pass(Duration.ofSeconds(40)));

    try (LogCapture log = new LogCapture()) {
      node.check(1500);

      assertTrue(
          log.text()
              .contains(
                  "pod default/batch (uid-batch),"
                      + " kubepods/besteffort/poduid-batch/c1/memory.force_empty: slow write by"
                      + " tested took 40000 ms"),
          log.text());
    }
  }

  @Test
  void cachesThatCannotBeDroppedAreLoggedOnceAndTheLimitIsSet() throws IOException {
    OfflineNode node = dynLevel(fixture);
    fixture.faults().failAlways(Operation.WRITE, "/proc/sys/vm/drop_caches", Errno.EACCES);

    try (LogCapture log = new LogCapture()) {
      node.check(500);
      node.check(500);

      assertEquals(1, log.lines("/proc/sys/vm/drop_caches: cannot be written"), log.text());
    }
    assertEquals("1010", node.hard("c1"));
  }

  @Test
  void reclaimThatFallsShortOnV2IsNoProblem() throws IOException {
    try (CgroupFixture v2 = CgroupFixture.v2().systemd().mainline();
        LogCapture log = new LogCapture()) {
      OfflineNode node = dynLevel(v2);
      String file = v2.file("", node.path("c1"), "memory.reclaim");
      v2.faults().failNext(Operation.WRITE, file, Errno.EAGAIN);

      node.check(1500);

      assertEquals("", log.text());
    }
  }

  @Test
  void startFailsWithoutAMemoryControllerAndSaysWhatToDo() throws IOException {
    for (String path : List.of("", "kubepods", "kubepods/burstable", "kubepods/besteffort")) {
      fixture.removeFile("memory", path, "memory.limit_in_bytes");
    }
    OfflineNode node = new OfflineNode(fixture, MemoryPolicy.DYN_LEVEL);
    DynMemory feature = node.running().feature();

    String message = Thrown.message(UnavailableException.class, feature::start);

    assertTrue(message.contains("/sys/fs/cgroup/memory/*/memory.limit_in_bytes"), message);
  }
}
