package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.rubik.config.ConfigException;
import io.rubik.daemon.Eventually;
import io.rubik.host.HostPaths;
import io.rubik.kube.NodeName;
import io.rubik.kube.http.ApiServer;
import io.rubik.standin.PodJson;
import io.rubik.standin.StandInServer;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Recording.Opening;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent against the stand-in server over TLS, with 500 full-size pods on cgroup v1 under the
 * systemd driver, on a file system that keeps the kernel's rules and a record.
 */
class FiveHundredPodsTest {

  private static final String NODE = "big-node";
  private static final int PODS = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path credentials;
  private final CgroupFixture cgroups = CgroupFixture.v1Joined().systemd().openEuler();
  private StandInServer server;
  private ApiServer connection;

  @BeforeEach
  void connect() throws IOException {
    server = StandInServer.start();
    Path kubeconfig = credentials.resolve("etc/rubik/kubeconfig");
    Files.createDirectories(kubeconfig.getParent());
    Files.writeString(kubeconfig, server.kubeconfig().withToken(server.token()));
    Files.setPosixFilePermissions(kubeconfig, PosixFilePermissions.fromString("rw-------"));
    connection = ApiServer.connect(credentials, Map.of(), "test");
  }

  @AfterEach
  void disconnect() {
    connection.close();
    server.close();
    cgroups.close();
  }

  private Agent startAgent() throws IOException, ConfigException {
    Path config = credentials.resolve("config.json");
    Files.writeString(
        config,
        """
        {
          "agent": {"cgroupDriver": "systemd", "enabledFeatures": ["preemption"]},
          "preemption": {"resource": ["cpu", "memory"]}
        }
        """);
    Configuration configuration = Configuration.read(config, Features.ALL);
    HostPaths host = new HostPaths(cgroups.root());
    Agent agent = Agent.of(configuration, host, connection, new NodeName(NODE), _ -> {});
    agent.start(configuration.features());
    return agent;
  }

  /** Every third pod is offline; returns the pod's cgroup. */
  private String addPod(int index) {
    String name = "pod-" + index;
    String container = "c%063d".formatted(index);
    PodJson pod =
        PodJson.pod("default", name)
            .node(NODE)
            .qos("Burstable")
            .container("main", "containerd://" + container, PodJson.ContainerState.RUNNING)
            .fullSize();
    if (isOffline(index)) {
      pod.annotation("volcano.sh/preemptable", "true");
    }
    JsonObject stored = server.pods().put(pod);
    String uid = stored.getAsJsonObject("metadata").get("uid").getAsString();
    return cgroups.pod("burstable", uid, container);
  }

  private static boolean isOffline(int index) {
    return index % 3 == 0;
  }

  private String level(String controller, String path) {
    return cgroups.read(controller, path, controller + ".qos_level");
  }

  @Test
  void everyOfflinePodIsMarkedAndNoOnlineFileIsOpenedForWriting() throws Exception {
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < PODS / 2; i++) {
      paths.add(addPod(i));
    }
    Set<String> expected = new TreeSet<>();
    Agent agent = startAgent();
    try {
      for (int i = PODS / 2; i < PODS; i++) {
        paths.add(addPod(i));
      }
      for (int i = 0; i < PODS; i += 3) {
        String path = paths.get(i);
        Eventually.until(path, PATIENCE, () -> level("memory", path).equals("-1"));
        expected.add(path);
      }
    } finally {
      agent.close();
    }
    for (int i = 0; i < PODS; i++) {
      String wanted = isOffline(i) ? "-1" : "0";
      String container = paths.get(i) + "/cri-containerd-c%063d.scope".formatted(i);
      for (String path : List.of(paths.get(i), container)) {
        assertEquals(wanted, level("cpu", path));
        assertEquals(wanted, level("memory", path));
      }
    }
    for (Opening opening : cgroups.recording().openings()) {
      assertTrue(
          expected.stream().anyMatch(path -> opening.path().contains("/" + path + "/")),
          opening::toString);
    }
    assertEquals(2 * expected.size(), cgroups.recording().writes().size());
    assertEquals(List.of(), cgroups.recording().changes());
  }
}
