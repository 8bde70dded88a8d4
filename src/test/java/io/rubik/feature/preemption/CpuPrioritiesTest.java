package io.rubik.feature.preemption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.feature.PodState;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.pod.Resize;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tinylog.Level;

/** CPU priority on kernels without levels, in memory with the documented rules of cpu.idle. */
class CpuPrioritiesTest {

  static Stream<CgroupFixture> kernels() {
    return Stream.of(
        CgroupFixture.v1().cgroupfs().mainline(),
        CgroupFixture.v1Joined().systemd().mainline(),
        CgroupFixture.v2().cgroupfs().mainline(),
        CgroupFixture.v2().systemd().mainline());
  }

  private static IdleNode v2() throws IOException {
    return new IdleNode(CgroupFixture.v2().systemd().mainline());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void offlinePodIsIdleAndItsClassWeighsAsItsOnlinePods(CgroupFixture kernel) throws IOException {
    try (IdleNode node = new IdleNode(kernel)) {
      node.online("Burstable", "web");
      node.setWeight(node.classPath("Burstable"), 1024); // as kubelet does, for both
      node.offline("Burstable", "batch");

      assertEquals("idle", node.priority(node.path("Burstable", "batch")));
      assertEquals(node.shares(512), node.priority(node.path("Burstable", "web")));
      assertEquals(node.shares(512), node.priority(node.classPath("Burstable")));
      assertEquals(node.shares(2), node.priority(node.classPath("BestEffort")));

      node.running.stop();

      assertEquals(node.shares(512), node.priority(node.path("Burstable", "batch")));
      assertEquals(node.shares(1024), node.priority(node.classPath("Burstable")));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void onlineBestEffortPodsOutweighOfflineOnesWhileThereAreAny(CgroupFixture kernel)
      throws IOException {
    try (IdleNode node = new IdleNode(kernel)) {
      node.online("BestEffort", "web");
      String web = node.path("BestEffort", "web");
      assertEquals(node.shares(2), node.priority(web));

      Pod batch = node.offline("BestEffort", "batch");
      assertEquals(node.node.isV2() ? "100" : "1024", node.priority(web));

      node.running.remove(batch);
      assertEquals(node.shares(2), node.priority(web));
    }
  }

  @Test
  void classOfOnlineBestEffortPodsWeighsMoreBesideOfflinePodsOfOtherClasses() throws IOException {
    try (IdleNode node = v2()) {
      node.online("BestEffort", "web");
      Pod batch = node.offline("Guaranteed", "batch");
      assertEquals("2", node.priority(node.classPath("BestEffort")));

      node.running.remove(batch);
      assertEquals("1", node.priority(node.classPath("BestEffort")));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void offlinePodThatTurnsOnlineGetsItsWeightBack(CgroupFixture kernel) throws IOException {
    try (IdleNode node = new IdleNode(kernel)) {
      node.offline("Burstable", "batch");
      node.handle(node.fixture("Burstable", "batch"));

      assertEquals(node.shares(512), node.priority(node.path("Burstable", "batch")));

      node.handle(node.fixture("Burstable", "batch").offline());
      assertEquals("idle", node.priority(node.path("Burstable", "batch")));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void crashLosesNoWeight(CgroupFixture kernel) throws IOException {
    try (IdleNode node = new IdleNode(kernel)) {
      node.online("Burstable", "web");
      node.offline("Burstable", "batch");
      node.running.crash();
      node.running.ready();

      assertEquals(node.shares(512), node.priority(node.path("Burstable", "batch")));
      assertEquals(node.shares(1024), node.priority(node.classPath("Burstable")));
      assertTrue(node.node.readFile("/run/rubik/journal").contains("\"original\":\"weight"));
    }
  }

  /** kubelet gives a cgroup its values after it has made it: what is set before is lost. */
  @ParameterizedTest
  @MethodSource("kernels")
  void podIsMarkedOnceItsSandboxIsThere(CgroupFixture kernel) throws IOException {
    try (IdleNode node = new IdleNode(kernel)) {
      String path = node.path("BestEffort", "batch");
      var batch = node.fixture("BestEffort", "batch").offline();
      assertEquals(PodState.CGROUP_AWAITED, node.reconcile(batch));

      node.node.pod("besteffort", "uid-batch");
      assertEquals(PodState.CGROUP_AWAITED, node.reconcile(batch));
      assertEquals("0", node.node.read("cpu", path, "cpu.idle"));

      node.make("BestEffort", "batch");
      assertEquals(PodState.SETTLED, node.reconcile(batch));
      assertEquals("idle", node.priority(path));
    }
  }

  /** A sandbox that is seen before kubelet's weight would have the kernel's default restored. */
  @ParameterizedTest
  @MethodSource("kernels")
  void podIsMarkedOnceKubeletsWeightIsThere(CgroupFixture kernel) throws IOException {
    try (IdleNode node = new IdleNode(kernel)) {
      String path = node.path("Burstable", "batch");
      var batch = node.fixture("Burstable", "batch").offline();
      node.node.pod("burstable", "uid-batch", "sandbox");
      assertEquals(PodState.CGROUP_AWAITED, node.reconcile(batch));

      node.setWeight(path, 512);
      assertEquals(PodState.SETTLED, node.reconcile(batch));
      node.running.stop();
      assertEquals(node.shares(512), node.priority(path));
    }
  }

  /** A pod that runs has what it will have. */
  @Test
  void podThatRunsIsMarkedWhateverItsWeight() throws IOException {
    try (IdleNode node = v2()) {
      node.node.pod("burstable", "uid-batch", "c1");
      node.handle(node.fixture("Burstable", "batch").offline().container("c1"));

      assertEquals("idle", node.priority(node.path("Burstable", "batch")));
      node.running.stop();
      assertEquals(node.shares(512), node.priority(node.path("Burstable", "batch")));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void podIsLeftToKubeletWhileItIsResized(CgroupFixture kernel) throws IOException {
    try (IdleNode node = new IdleNode(kernel)) {
      String path = node.path("Burstable", "batch");
      Pod before = node.offline("Burstable", "batch");
      var resized = node.fixture("Burstable", "batch").offline().resize(Resize.COMING);

      assertEquals(PodState.CGROUP_AWAITED, node.running.reconcile(resized.podAfter(before)));
      assertEquals(node.shares(512), node.priority(path));

      node.setWeight(path, 1024);
      node.reconcile(
          node.fixture("Burstable", "batch").offline().requests("500m", "0").resize(Resize.DONE));
      assertEquals("idle", node.priority(path));
      node.running.stop();
      assertEquals(node.shares(1024), node.priority(path));
    }
  }

  @Test
  void resizeThatDoesNotEndIsNotWaitedForAllTheTime() throws IOException {
    try (IdleNode node = v2()) {
      node.offline("Burstable", "batch");
      var resized = node.fixture("Burstable", "batch").offline().resize(Resize.COMING);
      node.reconcile(resized);
      node.pass(Duration.ofSeconds(30));
      node.reconcile(resized);

      assertEquals("idle", node.priority(node.path("Burstable", "batch")));
    }
  }

  @Test
  void resizeThatIsPutOffChangesNothing() throws IOException {
    try (IdleNode node = v2()) {
      node.offline("Burstable", "batch");
      node.reconcile(node.fixture("Burstable", "batch").offline().resize(Resize.PUT_OFF));

      assertEquals("idle", node.priority(node.path("Burstable", "batch")));
    }
  }

  @Test
  void podIsLeftToKubeletWhileAnEarlierResizeIsApplied() throws IOException {
    try (IdleNode node = v2()) {
      Pod before = node.offline("Burstable", "batch");
      PodFixture resized =
          node.fixture("Burstable", "batch").offline().resize(Resize.PUT_OFF_DURING_ANOTHER);

      assertEquals(PodState.CGROUP_AWAITED, node.running.reconcile(resized.podAfter(before)));
      assertEquals(node.shares(512), node.priority(node.path("Burstable", "batch")));
    }
  }

  /** Another agent's, or kubelet's own some day. */
  @Test
  void cgroupThatIsIdleWithoutRubikStaysSo() throws IOException {
    try (IdleNode node = v2();
        LogCapture log = new LogCapture(Level.WARN)) {
      for (String name : List.of("batch", "web")) {
        node.make("BestEffort", name);
        node.node.set("cpu", node.path("BestEffort", name), "cpu.idle", "1");
      }
      node.handle(node.fixture("BestEffort", "batch").offline());
      node.handle(node.fixture("BestEffort", "web"));
      node.handle(node.fixture("BestEffort", "web"));
      node.running.stop();

      assertEquals("idle", node.priority(node.path("BestEffort", "batch")));
      assertEquals("idle", node.priority(node.path("BestEffort", "web")));
      assertEquals(1, log.text().lines().count(), log.text());
      assertEquals(1, log.lines("is online but has cpu.idle 1"), log.text());
    }
  }

  @Test
  void offlineBurstablePodIsToldOnceThatItDoesNotYieldToAll() throws IOException {
    try (IdleNode node = v2();
        LogCapture log = new LogCapture(Level.WARN)) {
      node.online("Burstable", "web");
      node.offline("Burstable", "batch");
      node.handle(node.fixture("Burstable", "batch").offline());

      assertEquals(1, log.text().lines().count(), log.text());
      assertEquals(
          1,
          log.lines("on this kernel it yields at once only to other Burstable pods; make it"),
          log.text());
    }
  }

  @Test
  void offlineBurstablePodsCanBeRefused() throws IOException {
    CgroupFixture kernel = CgroupFixture.v2().systemd().mainline();
    try (IdleNode node = new IdleNode(kernel, PriorityProvider.AUTO, BurstableOffline.REFUSE);
        LogCapture log = new LogCapture(Level.WARN)) {
      node.offline("Burstable", "batch");

      assertEquals(node.shares(512), node.priority(node.path("Burstable", "batch")));
      assertEquals(1, log.lines("preemption.burstableOffline refuses"), log.text());
    }
  }

  @Test
  void providerCanBeChosen() throws IOException {
    CgroupFixture kernel = CgroupFixture.v2().systemd().mainline();
    try (IdleNode node = new IdleNode(kernel, PriorityProvider.WEIGHT, BurstableOffline.IDLE)) {
      node.offline("Burstable", "batch");

      assertEquals("1", node.priority(node.path("Burstable", "batch")));
    }
  }

  /** What kubelet sets each minute counts as the original, also where it is another by now. */
  @Test
  void weightOfAClassThatKubeletHasSetIsSetAgain() throws IOException {
    try (IdleNode node = v2()) {
      node.online("Burstable", "web");
      node.offline("Burstable", "batch");
      node.setWeight(node.classPath("Burstable"), 1024);
      node.check();

      assertEquals(node.shares(512), node.priority(node.classPath("Burstable")));
    }
  }

  @Test
  void nothingIsWrittenWithoutOfflinePods() throws IOException {
    try (IdleNode node = v2()) {
      node.online("Burstable", "web");
      node.online("BestEffort", "web2");
      node.online("Guaranteed", "web3");
      node.check();

      assertFalse(node.node.recording().openings().iterator().hasNext());
    }
  }
}
