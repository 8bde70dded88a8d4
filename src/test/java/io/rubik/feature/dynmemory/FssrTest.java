package io.rubik.feature.dynmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.capability.UnavailableException;
import io.rubik.feature.PodState;
import io.rubik.pod.Pod;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Errno;
import io.rubik.testing.EveryLayout;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.LogCapture;
import io.rubik.testing.Thrown;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;

/** The policy fssr on an {@link OfflineNode}; limits are in MiB. */
final class FssrTest {

  private final CgroupFixture fixture = CgroupFixture.v1().cgroupfs().openEuler();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static OfflineNode fssr(CgroupFixture node) throws IOException {
    OfflineNode offline = new OfflineNode(node, MemoryPolicy.FSSR);
    offline.running().feature().start();
    return offline;
  }

  @EveryLayout
  void offlinePodGetsALimitThatFallsFastAndRisesSlowly(CgroupFixture any) throws IOException {
    try (any) {
      OfflineNode node = fssr(any);

      assertEquals(PodState.SETTLED, node.running().reconcile(node.batch()));
      assertEquals("8000", node.high());

      node.check(900);
      assertEquals("7000", node.high());
      for (int i = 0; i < 12; i++) {
        node.check(2100);
      }
      assertEquals("7100", node.high());
    }
  }

  @Test
  void kernelReclaimsInTheBackgroundWhereItCan() throws IOException {
    OfflineNode node = fssr(fixture);

    node.running().reconcile(node.batch());
    assertEquals("80", fixture.read("memory", node.path(), "memory.high_async_ratio"));

    node.running().stop();
    assertEquals("100", fixture.read("memory", node.path(), "memory.high_async_ratio"));
  }

  /** What a check would set could not be released: the agent has not seen the pod yet. */
  @Test
  void podThatHasNotBeenReconciledYetIsLeftAlone() throws IOException {
    OfflineNode node = fssr(fixture);

    node.running().pods().put(node.batch());
    node.check(900);

    assertEquals("none", node.high());
  }

  @EveryLayout
  void onlinePodIsNotTouched(CgroupFixture any) throws IOException {
    try (any) {
      OfflineNode node = fssr(any);

      node.running().reconcile(node.bare().container("c1").pod());
      node.check(100);

      assertEquals(List.of(), any.recording().openings());
    }
  }

  @EveryLayout
  void limitIsRestoredWhenThePodTurnsOnlineEndsOrTheFeatureStops(CgroupFixture any)
      throws IOException {
    try (any) {
      OfflineNode node = fssr(any);
      Pod batch = node.batch();
      Pod online = node.bare().container("c1").pod();

      node.running().reconcile(batch);
      node.running().update(batch, online);
      assertEquals("none", node.high());
      node.check(100);
      assertEquals("none", node.high());

      node.running().update(online, batch);
      assertEquals("7000", node.high());
      node.running().remove(batch);
      assertEquals("none", node.high());

      node.running().reconcile(batch);
      node.running().stop();
      assertEquals("none", node.high());
    }
  }

  @EveryLayout
  void afterACrashTheTrueOriginalIsRestored(CgroupFixture any) throws IOException {
    try (any) {
      OfflineNode node = fssr(any);
      any.set("memory", node.path(), "memory.high", Long.toString(7500 * OfflineNode.MIB));
      node.running().reconcile(node.batch());
      assertEquals("7500", node.high(), "it is never raised");
      node.check(100);
      assertEquals("7000", node.high());

      node.running().crash();
      node.running().reconcile(node.batch());
      node.running().ready();

      assertEquals("7500", node.high());
    }
  }

  @Test
  void limitChangedByAnotherProcessIsSetAgain() throws IOException {
    OfflineNode node = fssr(fixture);
    node.running().reconcile(node.batch());
    fixture.set("memory", node.path(), "memory.high", "max");

    node.running().reconcile(node.batch());

    assertEquals("8000", node.high());
  }

  @Test
  void podWithoutItsCgroupIsAwaited() throws IOException {
    OfflineNode node = fssr(fixture);
    fixture.remove(node.path());

    assertEquals(PodState.CGROUP_AWAITED, node.running().reconcile(node.batch()));
    node.check(100);
  }

  @Test
  void failureOfACheckIsLoggedOnceAndStopsNothing() throws IOException {
    OfflineNode node = fssr(fixture);
    node.running().reconcile(node.batch());
    String file = fixture.file("memory", node.path(), "memory.high");
    fixture.faults().failAlways(Operation.WRITE, file, Errno.EIO);

    try (LogCapture log = new LogCapture()) {
      node.check(100);
      node.check(100);

      assertTrue(log.text().contains("cannot be written: Input/output error"), log.text());
    }
  }

  @Test
  void startOnV2SaysOnceWhatIsMissingAndGoesOn() throws IOException {
    try (CgroupFixture v2 = CgroupFixture.v2().systemd().mainline();
        LogCapture log = new LogCapture(Level.INFO)) {
      fssr(v2);

      assertEquals(1, log.lines("this kernel has no /sys/fs/cgroup/*/memory.high_async_ratio"));
    }
  }

  @Test
  void startFailsWithoutMemoryHighAndSaysWhatToDo() throws IOException {
    try (CgroupFixture mainline = CgroupFixture.v1().cgroupfs().mainline()) {
      DynMemory feature = new OfflineNode(mainline, MemoryPolicy.FSSR).running().feature();

      String message = Thrown.message(UnavailableException.class, feature::start);

      assertEquals(
          "this kernel has no /sys/fs/cgroup/memory/*/memory.high (cgroup v1); boot an openEuler"
              + " kernel, or one with cgroup v2 (systemd.unified_cgroup_hierarchy=1), or set"
              + " dynMemory.policy to dynLevel",
          message);
    }
  }

  @Test
  void startFailsWithoutMeminfoAndSaysSo() throws IOException {
    DynMemory feature = new OfflineNode(fixture, MemoryPolicy.FSSR).running().feature();
    fixture.setFile("/proc/meminfo", "");

    String message = Thrown.message(UnavailableException.class, feature::start);

    assertTrue(message.startsWith("/proc/meminfo does not say how much memory is free"), message);
  }

  @Test
  void policyNoneDoesNothing() throws IOException {
    OfflineNode node = new OfflineNode(fixture, MemoryPolicy.NONE);
    node.running().feature().start();

    node.running().reconcile(node.batch());
    node.check(100);

    assertEquals(List.of(), node.running().feature().tasks());
    assertEquals(List.of(), fixture.recording().openings());
  }
}
