package io.rubik.feature.quotaturbo;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.kube.json.ReadPods;
import io.rubik.pod.Pod;
import java.io.IOException;

/** The JSON of the pod web, whose containers c1 and c2 have limits of 500m and 300m. */
final class ReportedWeb {
  private final ReadPods pods;
  private String metadata = "";
  private String podSpec = "";
  private String first = ", 'resources': {'limits': {'cpu': '500m'}}";
  private String reportedFirst = ", 'resources': {'limits': {'cpu': '500m'}}";
  private String status = "";

  ReportedWeb(TurboScene scene) {
    boolean systemd = scene.node().isSystemd();
    pods =
        new ReadPods(
            systemd ? KubepodsLayout.SYSTEMD : KubepodsLayout.CGROUPFS, "volcano.sh/quota-turbo");
  }

  /** Sets the rest of c1's spec. */
  ReportedWeb spec(String resources) {
    first = resources;
    return this;
  }

  /** Sets the rest of c1's status. */
  ReportedWeb reported(String resources) {
    reportedFirst = resources;
    return this;
  }

  /** Sets the rest of the pod's spec, and of its status. */
  ReportedWeb pod(String ofSpec, String ofStatus) {
    podSpec = ofSpec;
    status = ofStatus;
    return this;
  }

  ReportedWeb generation(int generation) {
    metadata = ", 'generation': " + generation;
    return this;
  }

  Pod read() throws IOException {
    return read(
        ", 'spec': {'containers': [{'name': 'c-c1'%s}, {'name': 'c-c2', 'resources': {'limits':"
                .formatted(first)
            + " {'cpu': '300m'}}}]"
            + podSpec
            + "}");
  }

  Pod read(String spec) throws IOException {
    return pods.read(
        "web",
        metadata + ", 'annotations': {'volcano.sh/quota-turbo': 'true'}",
        spec,
        ", 'status': {'phase': 'Running', 'qosClass': 'Burstable', 'containerStatuses': ["
            + container("c1", reportedFirst)
            + ", "
            + container("c2", "")
            + "]"
            + status
            + "}");
  }

  private static String container(String id, String rest) {
    return "{'name': 'c-%1$s', 'containerID': 'containerd://%1$s', 'state': {'running': {}}%2$s}"
        .formatted(id, rest);
  }
}
