package io.rubik.feature.preemption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.feature.PodState;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Errno;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.LogCapture;
import io.rubik.testing.Recording.Write;
import io.rubik.testing.Thrown;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tinylog.Level;

/**
 * The trees are of an openEuler kernel, as documented, in memory:
 *
 * <pre>
 * /sys/fs/cgroup/{cpu,memory}/kubepods/burstable/poduid-batch/{c1,c2}
 * </pre>
 */
class PreemptionTest extends WithPreemption {

  private static PodFixture batch() {
    return PodFixture.pod("batch").container("c1").container("c2");
  }

  private void makeBatch() {
    node.pod("burstable", "uid-batch", "c1", "c2");
  }

  private String level(String controller, String path) {
    return node.read(controller, path, controller + ".qos_level");
  }

  private String cpuFile(String path) {
    return node.file("cpu", path, "cpu.qos_level");
  }

  static Stream<CgroupFixture> v1Layouts() {
    return Stream.of(
        CgroupFixture.v1().cgroupfs().openEuler(),
        CgroupFixture.v1().systemd().openEuler(),
        CgroupFixture.v1Joined().cgroupfs().openEuler(),
        CgroupFixture.v1Joined().systemd().openEuler());
  }

  @ParameterizedTest
  @MethodSource("v1Layouts")
  void offlinePodAndItsContainersAreMarked(CgroupFixture any) throws IOException {
    try (any) {
      String pod = any.pod("burstable", "uid-batch", "c1");
      String container = any.containerPath("burstable", "uid-batch", "c1");
      KubepodsLayout layout = any.isSystemd() ? KubepodsLayout.SYSTEMD : KubepodsLayout.CGROUPFS;

      PodState state =
          started(any, BOTH)
              .reconcile(PodFixture.pod("batch").offline().container("c1").layout(layout).pod());

      assertEquals(PodState.SETTLED, state);
      for (String controller : List.of("cpu", "memory")) {
        for (String path : List.of(pod, container)) {
          assertEquals("-1", any.read(controller, path, controller + ".qos_level"));
        }
      }
    }
  }

  /** As crun makes one; on kernels where a level is not handed down, its tasks stayed online. */
  @Test
  void cgroupForTheTasksBelowAContainersIsMarkedToo() throws IOException {
    makeBatch();
    String tasks = node.subgroupPath("burstable", "uid-batch", "c1");
    node.cgroup(tasks);
    Preemption preemption = preemption();
    preemption.reconcile(batch().offline().pod());
    node.set("cpu", tasks, "cpu.qos_level", "0");

    preemption.reconcile(batch().offline().pod());

    assertEquals("-1", level("cpu", tasks));
  }

  @Test
  void podIsWrittenBeforeItsContainersAndWhatTheyInheritIsNotWrittenAgain() throws IOException {
    makeBatch();

    preemption().reconcile(batch().offline().pod());

    assertEquals(
        List.of(
            new Write(cpuFile("kubepods/burstable/poduid-batch"), "-1"),
            new Write(
                node.file("memory", "kubepods/burstable/poduid-batch", "memory.qos_level"), "-1")),
        node.recording().writes());
  }

  @Test
  void onlyTheConfiguredResourceIsMarked() throws IOException {
    makeBatch();

    started(node, config(List.of(Resource.CPU), false)).reconcile(batch().offline().pod());

    assertEquals("-1", level("cpu", "kubepods/burstable/poduid-batch"));
    assertEquals("0", level("memory", "kubepods/burstable/poduid-batch"));
  }

  @Test
  void onlinePodIsNeverOpenedForWriting() throws IOException {
    makeBatch();

    PodState state = preemption().reconcile(batch().pod());

    assertEquals(PodState.SETTLED, state);
    assertEquals(List.of(), node.recording().openings());
  }

  @Test
  void offlinePodThatTurnsOnlineIsReportedOnceAndKeepsItsLevels() throws IOException {
    makeBatch();
    Preemption preemption = preemption();
    preemption.reconcile(batch().offline().pod());

    try (LogCapture log = new LogCapture(Level.INFO)) {
      preemption.reconcile(batch().pod());
      preemption.reconcile(batch().pod());
      preemption.reconcile(batch().offline().pod());

      List<String> lines = log.text().lines().toList();
      assertEquals(2, lines.size(), log.text());
      assertTrue(lines.get(0).startsWith("ERROR"), log.text());
      assertTrue(
          lines.get(0).contains("is online but has cpu.qos_level -1 and memory.qos_level -1"),
          log.text());
      assertTrue(lines.get(1).contains("recovered after"), log.text());
    }
    assertEquals("-1", level("cpu", "kubepods/burstable/poduid-batch"));
  }

  @Test
  void markedPodIsNotWrittenAgain() throws IOException {
    makeBatch();
    Preemption preemption = preemption();
    preemption.reconcile(batch().offline().pod());
    node.recording().clear();

    preemption.reconcile(batch().offline().pod());

    assertEquals(List.of(), node.recording().openings());
  }

  @Test
  void levelChangedByAnotherProcessIsRestored() throws IOException {
    makeBatch();
    Preemption preemption = preemption();
    preemption.reconcile(batch().offline().pod());
    node.set("memory", "kubepods/burstable/poduid-batch/c2", "memory.qos_level", "0");

    preemption.reconcile(batch().offline().pod());

    assertEquals("-1", level("memory", "kubepods/burstable/poduid-batch/c2"));
  }

  @Test
  void onlinePodThatTurnsOfflineIsMarked() throws IOException {
    makeBatch();
    Preemption preemption = preemption();
    preemption.reconcile(batch().pod());

    preemption.updated(batch().pod(), batch().offline().pod());
    preemption.reconcile(batch().offline().pod());

    assertEquals("-1", level("cpu", "kubepods/burstable/poduid-batch/c1"));
  }

  @Test
  void offlinePodThatTurnsOnlineKeepsItsLevelAndIsNotWritten() throws IOException {
    makeBatch();
    Preemption preemption = preemption();
    preemption.reconcile(batch().offline().pod());
    node.recording().clear();

    PodState state = preemption.reconcile(batch().pod());

    assertEquals(PodState.SETTLED, state);
    assertEquals("-1", level("cpu", "kubepods/burstable/poduid-batch"));
    assertEquals(List.of(), node.recording().openings());
  }

  @Test
  void restartedContainerIsMarkedUnderItsNewId() throws IOException {
    makeBatch();
    Preemption preemption = preemption();
    preemption.reconcile(batch().offline().pod());
    node.remove("kubepods/burstable/poduid-batch/c1");
    node.cgroup("kubepods/burstable/poduid-batch/c3");
    node.set("cpu", "kubepods/burstable/poduid-batch/c3", "cpu.qos_level", "0");

    PodState state =
        preemption.reconcile(
            PodFixture.pod("batch").offline().container("c3").container("c2").pod());

    assertEquals(PodState.SETTLED, state);
    assertEquals("-1", level("cpu", "kubepods/burstable/poduid-batch/c3"));
  }

  /** A cgroup that was removed and created again was reported as changed. */
  @Test
  void recreatedCgroupIsNoExternalChange() throws IOException {
    makeBatch();
    Preemption preemption = preemption();
    preemption.reconcile(batch().offline().pod());
    node.remove("kubepods/burstable/poduid-batch");
    preemption.reconcile(batch().offline().pod());
    makeBatch();

    String log = LogCapture.during(() -> preemption.reconcile(batch().offline().pod()));

    assertEquals("", log);
    assertEquals("-1", level("cpu", "kubepods/burstable/poduid-batch/c1"));
  }

  @Test
  void podWithoutItsCgroupIsAwaitedAndMarkedOnceItIsThere() throws IOException {
    Preemption preemption = preemption();

    assertEquals(PodState.CGROUP_AWAITED, preemption.reconcile(batch().offline().pod()));
    makeBatch();
    assertEquals(PodState.SETTLED, preemption.reconcile(batch().offline().pod()));

    assertEquals("-1", level("cpu", "kubepods/burstable/poduid-batch"));
  }

  @Test
  void runningContainerWithoutItsCgroupIsAwaitedAnEndedOneIsNot() throws IOException {
    node.pod("burstable", "uid-batch", "c1");
    Preemption preemption = preemption();
    PodFixture one = PodFixture.pod("batch").offline().container("c1");

    assertEquals(
        PodState.SETTLED, preemption.reconcile(one.status("init", "docker://c9", false).pod()));
    assertEquals(PodState.CGROUP_AWAITED, preemption.reconcile(one.container("c2").pod()));
  }

  @Test
  void podThatEndsBetweenReadAndWriteIsNoFailure() throws IOException {
    makeBatch();
    String file = cpuFile("kubepods/burstable/poduid-batch");
    node.faults()
        .beforeNext(Operation.WRITE, file, () -> node.remove("kubepods/burstable/poduid-batch"));

    preemption().reconcile(batch().offline().pod());

    assertEquals(List.of(), node.recording().writes());
  }

  @Test
  void failedWriteIsReportedAndTheOthersStillMade() throws IOException {
    makeBatch();
    String file = cpuFile("kubepods/burstable/poduid-batch");
    node.faults().failNext(Operation.WRITE, file, Errno.EIO);
    Preemption preemption = preemption();
    Pod pod = batch().offline().pod();

    String failure = Thrown.message(IOException.class, () -> preemption.reconcile(pod));

    assertEquals(file + ": -1 cannot be written: Input/output error", failure);
    assertEquals("-1", level("cpu", "kubepods/burstable/poduid-batch/c1"));
    assertEquals("-1", level("memory", "kubepods/burstable/poduid-batch"));
    assertEquals(PodState.SETTLED, preemption.reconcile(pod));
    assertEquals("-1", level("cpu", "kubepods/burstable/poduid-batch"));
  }

  @Test
  void writeWithoutEffectIsReportedWithFileWantedAndFound() throws IOException {
    makeBatch();
    node.faults().loseNextWrite(cpuFile("kubepods/burstable/poduid-batch"));
    Preemption preemption = preemption();

    String failure =
        Thrown.message(IOException.class, () -> preemption.reconcile(batch().offline().pod()));

    assertEquals(cpuFile("kubepods/burstable/poduid-batch") + ": wrote -1, reads 0", failure);
  }
}
