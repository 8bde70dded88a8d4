package io.rubik.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.rubik.standin.PodJson;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Pods under the packaged daemon. */
class DaemonPodsIT extends DaemonOnScratchNode {

  @Test
  void existingAndChangedPodsAreMarked() throws Exception {
    JsonObject early = addPod("early", true);
    JsonObject web = addPod("web", false);
    try (RubikProcess rubik = startReady()) {
      awaitOffline(early);
      awaitOffline(addPod("late", true));
      JsonObject turned =
          server.pods().update("default", "early", pod -> SimulatedKubelet.withContainers(pod));
      kubelet.sync();
      awaitOffline(turned);
      assertEquals("0", node.level("cpu", SimulatedKubelet.podPath(web)));
      assertEquals(0, rubik.stop());
    }
  }

  @Test
  void podIsMarkedWhenItsCgroupAppears() throws Exception {
    try (RubikProcess rubik = startReady()) {
      JsonObject pod =
          server
              .pods()
              .put(
                  PodJson.pod("default", "late")
                      .node(NODE)
                      .annotation("volcano.sh/preemptable", "true"));
      assertTrue(server.watches().await(1, PATIENCE));
      node.makeCgroup(SimulatedKubelet.podPath(pod));
      awaitOffline(pod);
      assertEquals(0, rubik.stop());
    }
  }

  @Test
  void daemonReconnectsToARestartedServer() throws Exception {
    try (RubikProcess rubik = startReady()) {
      server.restart();

      awaitOffline(addPod("after", true));
      assertEquals(0, rubik.stop());
    }
  }

  /** Each is reported in one line, and the pod after them is marked. */
  @Test
  void hostilePodsAreReportedAndDoNotAffectOthers() throws Exception {
    addPod("web", false);
    try (RubikProcess rubik = startReady()) {
      for (String pod :
          List.of(
              "{'metadata': {'name': 'up', 'uid': '../..'}, 'status': {'qosClass': 'Burstable'}}",
              "{'metadata': {'name': 'unclear', 'uid': '2', 'annotations': {'volcano.sh/preemptable':"
                  + " 'yes\\nand\\u001b[2J'}}, 'status': {'qosClass': 'Burstable'}}",
              "{'metadata': {'name': 'odd', 'uid': '3'}, 'status': {'qosClass': 'Burstable',"
                  + " 'containerStatuses': [{'name': 'a', 'containerID': 'docker://../b'},"
                  + " {'name': 'c', 'containerID': 'rkt://d'}]}}")) {
        server.pods().put(onNode(JsonParser.parseString(pod.replace('\'', '"')).getAsJsonObject()));
      }
      JsonObject last =
          server
              .pods()
              .put(
                  PodJson.pod("default", "last")
                      .node(NODE)
                      .annotation("volcano.sh/preemptable", "true"));
      node.makeCgroup(SimulatedKubelet.podPath(last));
      awaitOffline(last);
      assertEquals(0, rubik.stop());
    }
    assertEquals(
        """
        up (../..): not handled: pod UID "../.." is not a plain name
        unclear (2): volcano.sh/preemptable is "yes\\nand\\u001b[2J", neither "true" nor "false": \
        treated as an online pod
        odd (3): container a is not handled: container ID "../b" is not a plain name
        odd (3): container c is not handled: container ID "rkt://d" does not name a known runtime \
        (docker://, containerd://, iSulad://, cri-o://)
        """,
        rubikWarned());
  }

  private String rubikWarned() throws IOException {
    return Files.readAllLines(output).stream()
        .filter(line -> line.contains("level=warn"))
        .map(line -> line.substring(line.indexOf("() pod default/") + 15) + "\n")
        .collect(Collectors.joining());
  }

  private static JsonObject onNode(JsonObject pod) {
    JsonObject spec = new JsonObject();
    spec.addProperty("nodeName", NODE);
    pod.add("spec", spec);
    pod.getAsJsonObject("metadata").addProperty("namespace", "default");
    return pod;
  }
}
