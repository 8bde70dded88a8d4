package io.rubik.feature.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.capability.UnavailableException;
import io.rubik.feature.PodState;
import io.rubik.pod.PodFixture;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.LogCapture;
import io.rubik.testing.RunningFeature;
import io.rubik.testing.Thrown;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SharesTest {

  private final CgroupFixture node = CgroupFixture.v1().cgroupfs().openEuler();

  @AfterEach
  void close() {
    node.close();
  }

  private static RunningFeature<Shares> shares(CgroupFixture node) throws IOException {
    return new RunningFeature<>(
        node.root(),
        () -> 0,
        List.of(Shares.TYPE),
        context -> new Shares(new SharesConfig(2), context));
  }

  @Test
  void offlinePodGetsFewShares() throws IOException {
    String pod = node.pod("burstable", "uid-batch", "c1");

    shares(node).reconcile(PodFixture.pod("batch").offline().container("c1").pod());

    assertEquals("2", node.read("cpu", pod, "cpu.shares"));
  }

  @Test
  void podThatTurnsOnlineHasItsOwnAgain() throws IOException {
    String pod = node.pod("burstable", "uid-batch", "c1");
    RunningFeature<Shares> shares = shares(node);
    shares.reconcile(PodFixture.pod("batch").offline().pod());

    shares.reconcile(PodFixture.pod("batch").pod());

    assertEquals("1024", node.read("cpu", pod, "cpu.shares"));
  }

  @Test
  void valueThatIsNotANumberIsReportedOnce() throws IOException {
    String pod = node.pod("burstable", "uid-batch");
    RunningFeature<Shares> shares = shares(node);
    PodFixture batch = PodFixture.pod("batch").offline().annotation(Shares.ASKED.key(), "many");

    try (LogCapture log = new LogCapture()) {
      shares.reconcile(batch.pod());
      shares.reconcile(batch.pod());

      assertEquals(1, log.lines("is not a number of shares"), log.text());
    }
    assertEquals("2", node.read("cpu", pod, "cpu.shares"));
  }

  @Test
  void podWithoutItsCgroupIsAwaited() throws IOException {
    PodState state = shares(node).reconcile(PodFixture.pod("batch").offline().pod());

    assertEquals(PodState.CGROUP_AWAITED, state);
  }

  @Test
  void startFailsWithoutTheFileAndSaysWhatToDo() throws IOException {
    try (CgroupFixture v2 = CgroupFixture.v2().cgroupfs().mainline()) {
      Shares shares = shares(v2).feature();

      assertEquals(
          "this kernel has no /sys/fs/cgroup/*/cpu.shares (cgroup v2); they are in cgroup v1 only;"
              + " take shares out of agent.enabledFeatures",
          Thrown.message(UnavailableException.class, shares::start));
    }
  }
}
