package io.rubik.feature.preemption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.feature.PodState;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Errno;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.RunningFeature;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom the kernel kills first when memory runs out, on a kernel without levels of memory. */
class OomPrioritiesTest {

  private final CgroupFixture node = CgroupFixture.v2().systemd().mainline();
  private RunningFeature<Preemption> running;

  @BeforeEach
  void start() throws IOException {
    node.setFile("/proc/self/oom_score_adj", "-998\n");
    PreemptionConfig config =
        new PreemptionConfig(
            List.of(Resource.MEMORY), PriorityProvider.AUTO, BurstableOffline.IDLE, false);
    running =
        new RunningFeature<>(node.root(), () -> 0, context -> new Preemption(config, context));
    running.feature().start();
  }

  @AfterEach
  void close() {
    node.close();
  }

  private static PodFixture batch() {
    return PodFixture.pod("batch")
        .qosClass("Burstable")
        .layout(KubepodsLayout.SYSTEMD)
        .container("c1")
        .container("c2");
  }

  private String path() {
    return node.podPath("burstable", "uid-batch");
  }

  /** The runtime has started the containers, and given each process its score. */
  private void make() {
    node.pod("burstable", "uid-batch", "c1", "c2", "sandbox");
    put(batch().pod().containers().getFirst().cgroupPath(), 11, 12);
    put(batch().pod().containers().getLast().cgroupPath(), 21);
    score(11, 300);
    score(12, 300);
    score(21, -997);
    score(31, -998);
  }

  private void put(String path, Integer... pids) {
    String text = String.join("\n", List.of(pids).stream().map(String::valueOf).toList());
    node.set("cpu", path, "cgroup.procs", text);
  }

  private void score(int pid, int score) {
    node.setFile("/proc/" + pid + "/oom_score_adj", score + "\n");
  }

  private List<Integer> scores(int... pids) {
    return IntStream.of(pids)
        .mapToObj(pid -> Integer.valueOf(node.readFile("/proc/" + pid + "/oom_score_adj").strip()))
        .toList();
  }

  private String group() {
    return node.read("memory", path(), "memory.oom.group");
  }

  @Test
  void offlinePodIsKilledFirstAndWhole() throws IOException {
    make();

    assertEquals(PodState.SETTLED, running.reconcile(batch().offline().pod()));

    assertEquals(List.of(1000, 1000, 1000), scores(11, 12, 21));
    assertEquals(List.of(-998), scores(31), "the sandbox");
    assertEquals("1", group());
  }

  @Test
  void whatEachContainerHadIsRestored() throws IOException {
    make();
    running.reconcile(batch().offline().pod());

    running.stop();

    assertEquals(List.of(300, 300, -997), scores(11, 12, 21));
    assertEquals("0", group());
  }

  @Test
  void podThatTurnsOnlineHasItsOwnAgain() throws IOException {
    make();
    running.reconcile(batch().offline().pod());

    running.reconcile(batch().pod());

    assertEquals(List.of(300, 300, -997), scores(11, 12, 21));
    assertEquals("0", group());
  }

  /** By kubectl exec, or as a probe: the runtime gives it what the container had. */
  @Test
  void processThatIsStartedLaterIsRaisedToo() throws IOException {
    make();
    running.reconcile(batch().offline().pod());
    put(batch().pod().containers().getFirst().cgroupPath(), 11, 12, 13);
    score(13, 300);

    running.reconcile(batch().offline().pod());

    assertEquals(List.of(1000, 1000, 1000), scores(11, 12, 13));
  }

  @Test
  void processesBelowTheContainerAreRaisedToo() throws IOException {
    make();
    String below = batch().pod().containers().getFirst().cgroupPath() + "/nested/deeper";
    node.cgroup(below);
    put(below, 14);
    score(14, 300);

    running.reconcile(batch().offline().pod());

    assertEquals(List.of(1000), scores(14));
  }

  /** It was known as running by its status, which is of a moment ago. */
  @Test
  void processThatHasEndedIsNoFailure() throws IOException {
    make();
    put(batch().pod().containers().getLast().cgroupPath(), 21, 4_000_000);

    assertEquals(PodState.SETTLED, running.reconcile(batch().offline().pod()));

    assertEquals(List.of(1000), scores(21));
  }

  @Test
  void processOfAnotherPidNamespaceIsLeftAlone() throws IOException {
    make();
    put(batch().pod().containers().getLast().cgroupPath(), 0, 21);

    running.reconcile(batch().offline().pod());

    assertEquals(List.of(1000), scores(21));
  }

  /** The runtime sets it before the container counts as running. */
  @Test
  void containerThatDoesNotRunYetIsNotTouched() throws IOException {
    make();
    Pod pod =
        PodFixture.pod("batch")
            .qosClass("Burstable")
            .layout(KubepodsLayout.SYSTEMD)
            .offline()
            .ended("c1", "")
            .pod();

    running.reconcile(pod);

    assertEquals(List.of(300, 300), scores(11, 12));
    assertEquals("1", group());
  }

  @Test
  void podWithoutItsSandboxIsAwaited() throws IOException {
    node.pod("burstable", "uid-batch");
    Pod pod =
        PodFixture.pod("batch")
            .qosClass("Burstable")
            .layout(KubepodsLayout.SYSTEMD)
            .offline()
            .pod();

    assertEquals(PodState.CGROUP_AWAITED, running.reconcile(pod));

    assertEquals("0", group());
  }

  @Test
  void onlinePodKeepsWhatItHas() throws IOException {
    make();

    running.reconcile(batch().pod());

    assertEquals(List.of(300, 300, -997), scores(11, 12, 21));
    assertEquals("0", group());
  }

  @Test
  void refusalNamesTheFileAndKeepsNothingElseFromBeingSet() {
    make();
    node.faults().failAlways(Operation.WRITE, "/proc/11/oom_score_adj", Errno.EACCES);

    IOException failure =
        assertThrows(IOException.class, () -> running.reconcile(batch().offline().pod()));

    assertTrue(String.valueOf(failure.getMessage()).contains("/proc/11/oom_score_adj"));
    assertEquals(List.of(1000), scores(21));
    assertEquals("1", group());
  }
}
