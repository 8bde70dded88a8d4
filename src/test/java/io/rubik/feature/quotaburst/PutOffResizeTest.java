package io.rubik.feature.quotaburst;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.kube.json.ReadPods;
import io.rubik.pod.Pod;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.EveryLayout;
import java.io.IOException;
import java.util.List;

/** Lower limits that kubelet has put off, or is about to apply, on a {@link BurstyNode}. */
final class PutOffResizeTest {

  private static final List<String> PUT_OFF =
      List.of(
          ", 'conditions': [{'type': 'PodResizePending', 'status': 'True', 'reason': 'Deferred'}]",
          ", 'conditions': [{'reason': 'Infeasible', 'status': 'True', 'type': 'PodResizePending'}]",
          ", 'resize': 'Infeasible'");

  private static final List<String> COMING =
      List.of(
          ", 'conditions': [{'type': 'PodResizeInProgress', 'status': 'True'}]",
          ", 'observedGeneration': 1",
          "");

  private static Pod web(ReadPods pods, String podSpec, String first, String status)
      throws IOException {
    return pods.read(
        "web",
        ", 'generation': 2, 'annotations': {'volcano.sh/quota-burst-time': '40000'}",
        ", 'spec': {'containers': [{'name': 'a'"
            + limit(first)
            + "}, {'name': 'b'"
            + limit("1")
            + "}]"
            + podSpec
            + "}",
        ", 'status': {'phase': 'Running', 'qosClass': 'Burstable', 'containerStatuses': ["
            + container("a", "c1", "500m")
            + ", "
            + container("b", "c2", "1")
            + "]"
            + status
            + "}");
  }

  private static String container(String name, String id, String cpu) {
    return "{'name': '%s', 'containerID': 'containerd://%s', 'state': {'running': {}}%s}"
        .formatted(name, id, limit(cpu));
  }

  private static String limit(String cpu) {
    return ", 'resources': {'limits': {'cpu': '" + cpu + "'}}";
  }

  private static ReadPods pods(CgroupFixture any) {
    return new ReadPods(
        any.isSystemd() ? KubepodsLayout.SYSTEMD : KubepodsLayout.CGROUPFS,
        "volcano.sh/quota-burst-time");
  }

  /** The burst was taken away for as long as the resize was put off, which may be for ever. */
  @EveryLayout
  void burstStaysWhileALowerLimitIsPutOff(CgroupFixture any) throws IOException {
    try (any) {
      BurstyNode node = new BurstyNode(any);
      ReadPods pods = pods(any);
      for (String state : PUT_OFF) {
        node.reconcile(web(pods, "", "300m", state));
        assertEquals(List.of("80000", "40000", "40000"), node.bursts("c1", "c2"), state);
      }
    }
  }

  @EveryLayout
  void burstMakesWayForALowerLimitThatIsComing(CgroupFixture any) throws IOException {
    try (any) {
      BurstyNode node = new BurstyNode(any);
      ReadPods pods = pods(any);
      for (String state : COMING) {
        node.reconcile(web(pods, "", "500m", ""));
        assertEquals(List.of("80000", "40000", "40000"), node.bursts("c1", "c2"), state);
        node.reconcile(web(pods, "", "300m", state));
        assertEquals(List.of("40000", "0", "40000"), node.bursts("c1", "c2"), state);
      }
    }
  }

  @EveryLayout
  void burstOfThePodStaysWhileItsLowerLimitIsPutOff(CgroupFixture any) throws IOException {
    try (any) {
      BurstyNode node = new BurstyNode(any);
      ReadPods pods = pods(any);
      node.reconcile(web(pods, limit("1500m"), "500m", ", 'observedGeneration': 2"));
      for (String state : PUT_OFF) {
        node.reconcile(web(pods, limit("600m"), "500m", state + limit("1500m")));
        assertEquals(List.of("80000", "40000", "40000"), node.bursts("c1", "c2"), state);
      }
    }
  }

  @EveryLayout
  void burstOfThePodMakesWayForItsLowerLimitThatIsComing(CgroupFixture any) throws IOException {
    try (any) {
      BurstyNode node = new BurstyNode(any);
      ReadPods pods = pods(any);
      for (String state : COMING) {
        node.reconcile(web(pods, limit("1500m"), "500m", ""));
        node.reconcile(web(pods, limit("600m"), "500m", state + limit("1500m")));
        assertEquals(List.of("0", "40000", "40000"), node.bursts("c1", "c2"), state);
      }
    }
  }
}
