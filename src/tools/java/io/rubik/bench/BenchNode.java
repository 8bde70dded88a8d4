package io.rubik.bench;

import com.google.gson.JsonObject;
import io.rubik.daemon.ContainerIds;
import io.rubik.daemon.ScratchNode;
import io.rubik.daemon.SimulatedKubelet;
import io.rubik.standin.PodJson;
import io.rubik.standin.PodJson.ContainerState;
import io.rubik.standin.StandInServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A scratch node with preemption of CPU and memory and with pods of 9.5 KB of JSON, one container
 * each; every other pod is offline.
 */
final class BenchNode {

  static final String NAMESPACE = "default";

  private static final String NAME = "bench-node";

  private final ScratchNode node;
  private final StandInServer server;
  private final List<String> offline = new ArrayList<>();

  private BenchNode(ScratchNode node, StandInServer server) {
    this.node = node;
    this.server = server;
  }

  /** Makes the node below the directory, and its pods known to the server. */
  static BenchNode create(Path directory, StandInServer server, int pods) throws IOException {
    ScratchNode scratch =
        ScratchNode.create(Files.createDirectories(directory.resolve("root")), NAME);
    scratch.config(
        """
        {
          "agent": {"enabledFeatures": ["preemption"]},
          "preemption": {"resource": ["cpu", "memory"]}
        }
        """);
    scratch.kubeconfig(server.kubeconfig().withToken(server.token()));
    BenchNode node = new BenchNode(scratch, server);
    for (int i = 0; i < pods; i++) {
      node.addPod(i);
    }
    return node;
  }

  /** Returns the name of a pod in {@link #NAMESPACE}; those of even numbers are offline. */
  static String podName(int index) {
    return "pod-" + index;
  }

  ScratchNode scratch() {
    return node;
  }

  /** Sets the levels of all offline pods back to that of online ones. */
  void reset() throws IOException {
    for (String path : offline) {
      node.setLevel(path, "0");
    }
  }

  /** Returns whether every offline pod has the offline levels. */
  boolean allHandled() {
    return offline.stream().allMatch(this::isHandled);
  }

  /** Returns whether a cgroup has the offline levels. */
  boolean isHandled(String path) {
    return node.level("cpu", path).equals("-1") && node.level("memory", path).equals("-1");
  }

  /**
   * Gives an offline pod another container, whose cgroup has the levels of online ones, and returns
   * that cgroup.
   */
  String newContainer(int index) throws IOException {
    String id = ContainerIds.next();
    JsonObject pod = server.pods().get(NAMESPACE, podName(index)).orElseThrow();
    String path = SimulatedKubelet.podPath(pod);
    for (String old : SimulatedKubelet.runningContainers(pod)) {
      node.removeCgroup(path + "/" + old);
    }
    node.makeCgroup(path + "/" + id);
    node.setLevel(path + "/" + id, "0");
    server.pods().update(NAMESPACE, podName(index), updated -> withContainer(updated, id));
    return path + "/" + id;
  }

  private static JsonObject withContainer(JsonObject pod, String id) {
    pod.getAsJsonObject("status")
        .getAsJsonArray("containerStatuses")
        .get(0)
        .getAsJsonObject()
        .addProperty("containerID", "containerd://" + id);
    return pod;
  }

  private void addPod(int index) throws IOException {
    PodJson pod =
        PodJson.pod(NAMESPACE, podName(index))
            .node(NAME)
            .container("main", "containerd://" + ContainerIds.next(), ContainerState.RUNNING)
            .fullSize();
    if (index % 2 == 0) {
      pod.annotation("volcano.sh/preemptable", "true");
    }
    JsonObject stored = server.pods().put(pod);
    String path = SimulatedKubelet.podPath(stored);
    node.makeCgroup(path);
    for (String container : SimulatedKubelet.runningContainers(stored)) {
      node.makeCgroup(path + "/" + container);
    }
    if (index % 2 == 0) {
      offline.add(path);
    }
  }
}
