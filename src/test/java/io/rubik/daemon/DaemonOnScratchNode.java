package io.rubik.daemon;

import com.google.gson.JsonObject;
import io.rubik.standin.PodJson;
import io.rubik.standin.StandInServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The packaged daemon against the stand-in API server, on a node simulated in a directory. */
abstract class DaemonOnScratchNode {

  static final String NODE = "it-node";
  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final String CONFIG =
      """
      {
        "agent": {"logDriver": "%s", "logSize": 10, "enabledFeatures": ["preemption"]},
        "preemption": {"resource": ["cpu", "memory"]}
      }
      """;

  @RegisterExtension final KeptOutput kept = new KeptOutput();
  @TempDir Path directory;
  Path output;
  StandInServer server;
  ScratchNode node;
  SimulatedKubelet kubelet;

  @BeforeEach
  void makeNode() throws IOException {
    output = kept.file();
    server = StandInServer.start();
    node = ScratchNode.create(Files.createDirectory(directory.resolve("root")), NODE);
    node.config(CONFIG.formatted("stdio"));
    node.kubeconfig(server.kubeconfig().withToken(server.token()));
    kubelet = new SimulatedKubelet(node, NODE, server.pods());
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  RubikProcess startReady() throws IOException, TimeoutException {
    RubikProcess rubik = RubikProcess.start(node, output);
    rubik.awaitOutput("ready: ");
    return rubik;
  }

  /** Returns where the originals are of what rubik has changed. */
  Path journal() {
    return node.root().resolve("run/rubik/journal");
  }

  JsonObject addPod(String name, boolean offline) throws IOException {
    PodJson pod = PodJson.pod("default", name).node(NODE).running("main-" + name).fullSize();
    if (offline) {
      pod.annotation("volcano.sh/preemptable", "true");
    }
    JsonObject stored = server.pods().put(pod);
    kubelet.sync();
    return stored;
  }

  /**
   * Adds a pod that saves up 20 ms, whose one container has a quota of 50 ms and a burst of 7 ms
   * already; returns its cgroup and that of the container.
   */
  List<String> addBurstyPod() throws IOException {
    JsonObject stored =
        server
            .pods()
            .put(
                PodJson.pod("default", "web")
                    .node(NODE)
                    .running("main-web")
                    .annotation("volcano.sh/quota-burst-time", "20000"));
    kubelet.sync();
    String pod = SimulatedKubelet.podPath(stored);
    String container = pod + "/" + SimulatedKubelet.runningContainers(stored).getFirst();
    node.set("cpu", pod, "cpu.cfs_quota_us", "50000");
    node.set("cpu", container, "cpu.cfs_quota_us", "50000");
    node.set("cpu", container, "cpu.cfs_burst_us", "7000");
    return List.of(pod, container);
  }

  /** Adds an offline pod with its cgroup, and without containers, past the simulated kubelet. */
  JsonObject addOfflineCgroup(String name) throws IOException {
    PodJson pod =
        PodJson.pod("default", name).node(NODE).annotation("volcano.sh/preemptable", "true");
    JsonObject stored = server.pods().put(pod);
    node.makeCgroup(SimulatedKubelet.podPath(stored));
    return stored;
  }

  void awaitOffline(JsonObject pod) throws IOException, TimeoutException {
    String path = SimulatedKubelet.podPath(pod);
    for (String controller : List.of("cpu", "memory")) {
      Eventually.until(
          path + " is offline", PATIENCE, () -> node.level(controller, path).equals("-1"));
      for (String container : SimulatedKubelet.runningContainers(pod)) {
        String below = path + "/" + container;
        Eventually.until(
            below + " is offline", PATIENCE, () -> node.level(controller, below).equals("-1"));
      }
    }
  }
}
