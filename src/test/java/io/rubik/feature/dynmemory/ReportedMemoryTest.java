package io.rubik.feature.dynmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.kube.json.ReadPods;
import io.rubik.pod.Pod;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.EveryLayout;
import java.io.IOException;
import java.util.List;

/** A memory limit that the status no longer has, on an {@link OfflineNode}. */
final class ReportedMemoryTest {

  private static final String LIMITS = ", 'resources': {'limits': {'memory': '2000Mi'}}";

  private static Pod batch(ReadPods pods, String spec, String reported, String status)
      throws IOException {
    return pods.read(
        "batch",
        ", 'annotations': {'volcano.sh/preemptable': 'true'}",
        ", 'spec': {'containers': [{'name': 'main'" + spec + "}]}",
        ", 'status': {'phase': 'Running', 'qosClass': 'BestEffort', 'containerStatuses': ["
            + "{'name': 'main', 'containerID': 'containerd://c1', 'state': {'running': {}}"
            + reported
            + "}]"
            + status
            + "}");
  }

  /** memory.max was unlimited at the stop, for good. */
  @EveryLayout
  void limitThatIsNotReportedIsRestored(CgroupFixture any) throws IOException {
    String putOff = ", 'conditions': [{'type': 'PodResizePending', 'status': 'True'}]";
    for (String silent :
        List.of("", ", 'resources': {}", ", 'resources': {'limits': {'cpu': '1'}}")) {
      for (String state : List.of("", putOff)) {
        OfflineNode node = new OfflineNode(any, MemoryPolicy.DYN_LEVEL);
        ReadPods pods =
            new ReadPods(
                any.isSystemd() ? KubepodsLayout.SYSTEMD : KubepodsLayout.CGROUPFS, "none/such");
        node.setHard("c1", 2000);
        Pod before = batch(pods, LIMITS, LIMITS, "");
        node.running().feature().start();
        node.running().reconcile(before);
        node.check(1000);
        assertEquals("1020", node.hard("c1"));

        Pod next = batch(pods, state.isEmpty() ? LIMITS : "", silent, state);
        node.running().update(before, next);
        node.check(1000);
        node.running().stop();

        assertEquals("2000", node.hard("c1"), silent + state);
      }
    }
    any.close();
  }
}
