package io.rubik.feature.preemption;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.feature.PodState;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.pod.Resize;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Errno;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;

/** CPU priority where something is in the way. */
class CpuPrioritiesFaultsTest {

  private IdleNode node;

  @BeforeEach
  void start() throws IOException {
    node = new IdleNode(CgroupFixture.v2().systemd().mainline());
  }

  @AfterEach
  void close() {
    node.close();
  }

  private String weightFile(String path) {
    return node.node.file("cpu", path, "cpu.weight");
  }

  /** The pods are handled one after another; the class must not have the weight of the first. */
  @Test
  void classHasTheWeightOfAllItsPodsFromTheFirstOn() throws IOException {
    List<Pod> pods = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      PodFixture pod = node.fixture("Burstable", "p" + i);
      node.make("Burstable", "p" + i);
      pods.add((i == 0 ? pod.offline() : pod).pod());
    }
    pods.forEach(node.running.pods()::put);
    String path = node.classPath("Burstable");
    node.setWeight(path, 20 * 512);
    node.node.recording().clear();
    for (Pod pod : pods) {
      node.running.reconcile(pod);
      assertEquals(node.shares(19 * 512), node.priority(path), "after " + pod);
    }

    assertEquals(
        1,
        node.node.recording().writes().stream()
            .filter(write -> write.path().equals(weightFile(path)))
            .count());
    node.running.stop();
    assertEquals(node.shares(20 * 512), node.priority(path));
  }

  @Test
  void classThatCannotBeSetIsReportedAndPodsAreMarked() throws IOException {
    node.online("Burstable", "web");
    node.make("Burstable", "batch");
    String path = node.classPath("Burstable");
    node.setWeight(path, 1024);
    node.node.faults().failAlways(Operation.WRITE, weightFile(path), Errno.EACCES);
    try (LogCapture log = new LogCapture()) {
      node.handle(node.fixture("Burstable", "batch").offline());
      node.check();
      node.check();

      assertEquals("idle", node.priority(node.path("Burstable", "batch")));
      assertEquals(1, log.lines("has not the weight of its online pods"), log.text());
    }
    node.node.faults().clear();
    node.check();
    assertEquals(node.shares(512), node.priority(path));
  }

  /** As another agent makes it, which kubelet does not survive. */
  @Test
  void classThatIsIdleWithoutRubikStaysSoAndIsReported() throws IOException {
    String path = node.classPath("BestEffort");
    node.node.set("cpu", path, "cpu.idle", "1");
    node.online("BestEffort", "web");
    try (LogCapture log = new LogCapture()) {
      node.offline("Guaranteed", "batch");
      node.check();

      assertEquals("idle", node.priority(path));
      assertEquals(1, log.lines(path + ": has cpu.idle 1"), log.text());
    }
    node.running.stop();
    assertEquals("idle", node.priority(path));
  }

  /** As with kata, whose containers have no cgroups there. */
  @Test
  void podThatRunsWithoutCgroupsOfContainersIsMarked() throws IOException {
    node.node.pod("burstable", "uid-batch");
    node.setWeight(node.path("Burstable", "batch"), 512);

    PodState state = node.reconcile(node.fixture("Burstable", "batch").offline().container("c1"));

    assertEquals(PodState.SETTLED, state);
    assertEquals("idle", node.priority(node.path("Burstable", "batch")));
  }

  /** A pod that another one's change concerns is not lost when it cannot be set at once. */
  @Test
  void otherPodThatCannotBeSetIsReportedAndTriedAgain() throws IOException {
    node.online("BestEffort", "web");
    String web = node.path("BestEffort", "web");
    node.node.faults().failNext(Operation.WRITE, weightFile(web), Errno.EACCES);
    try (LogCapture log = new LogCapture(Level.INFO)) {
      node.offline("BestEffort", "batch");
      assertEquals(1, log.lines("has not its CPU priority"), log.text());

      node.check();
      assertEquals("100", node.priority(web));
      assertEquals(1, log.lines("recovered after"), log.text());
    }
  }

  /** What the spec wants is not in force, and what was found is. */
  @Test
  void weightThatWasFoundIsRestoredWhereAResizeIsPutOff() throws IOException {
    node.make("Burstable", "batch");
    node.handle(
        node.fixture("Burstable", "batch").offline().requests("8", "0").resize(Resize.PUT_OFF));
    assertEquals("idle", node.priority(node.path("Burstable", "batch")));

    node.running.stop();
    assertEquals(node.shares(512), node.priority(node.path("Burstable", "batch")));
  }

  /** One that frees memory can take longer; kubelet needs another chance to write the weight. */
  @Test
  void resizeThatDoesNotEndIsPausedForNowAndThen() throws IOException {
    node.offline("Burstable", "batch");
    PodFixture resized = node.fixture("Burstable", "batch").offline().resize(Resize.COMING);
    String path = node.path("Burstable", "batch");
    List<String> found = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      node.reconcile(resized);
      found.add(node.priority(path));
      node.pass(Duration.ofSeconds(30));
    }

    String weight = node.shares(512);
    assertEquals(
        List.of(weight, "idle", "idle", "idle", weight, "idle", "idle", "idle", weight, "idle"),
        found);
  }

  /** One that ended before the feature had handled it is not announced as removed. */
  @Test
  void podsThatAreGoneDoNotCount() throws IOException {
    node.running.pods().put(node.fixture("BestEffort", "gone").offline().pod());
    node.online("BestEffort", "web");
    String web = node.path("BestEffort", "web");
    assertEquals("100", node.priority(web));

    node.running.pods().remove("uid-gone");
    node.check();

    assertEquals("1", node.priority(web));
  }
}
