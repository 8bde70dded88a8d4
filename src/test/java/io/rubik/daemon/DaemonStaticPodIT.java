package io.rubik.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.rubik.standin.PodJson;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A static pod, and an ordinary pod with the annotations of its mirror. */
class DaemonStaticPodIT extends DaemonOnScratchNode {

  private static final String HASH = "0123456789abcdef0123456789abcdef";
  private static final String CGROUP = "kubepods/burstable/pod" + HASH;

  private String container = "";

  @BeforeEach
  void runStaticPod() throws IOException {
    JsonObject status =
        PodJson.pod("kube-system", "etcd-it-node")
            .running("etcd")
            .build()
            .getAsJsonObject("status")
            .getAsJsonArray("containerStatuses")
            .get(0)
            .getAsJsonObject();
    container = status.get("containerID").getAsString().substring("containerd://".length());
    node.makeCgroup(CGROUP);
    node.makeCgroup(CGROUP + "/" + container);
  }

  /** It inherited the cgroup when the mirror was deleted, which nothing can undo. */
  @Test
  void impostorNeverHasTheCgroup() throws Exception {
    JsonObject mirror = server.pods().put(mirror("kube-system", "etcd-it-node").running("etcd"));
    try (RubikProcess rubik = startReady()) {
      impostor("without-status", "none");
      impostor("with-its-own", "own");
      impostor("with-a-copied-one", "etcd");
      awaitOffline(addOfflineCgroup("first"));

      server.pods().delete("kube-system", "etcd-it-node");
      awaitOffline(addOfflineCgroup("second"));
      server.pods().put(mirror("kube-system", "etcd-it-node").uid("u-anew"));
      awaitOffline(addOfflineCgroup("third"));
      server.pods().put(mirror.deepCopy());
      awaitOffline(addOfflineCgroup("fourth"));

      assertEquals("0", node.level("cpu", CGROUP));
      assertEquals("0", node.level("cpu", CGROUP + "/" + container));
      assertEquals(0, rubik.stop());
    }
  }

  @Test
  void mirrorIsMarkedOnceItsStatusNamesTheContainer() throws Exception {
    JsonObject mirror =
        server
            .pods()
            .put(
                mirror("kube-system", "etcd-it-node").annotation("volcano.sh/preemptable", "true"));
    try (RubikProcess rubik = startReady()) {
      awaitOffline(addOfflineCgroup("first"));
      assertEquals("0", node.level("cpu", CGROUP));

      JsonObject status = mirror.getAsJsonObject("status");
      JsonArray containers =
          PodJson.pod("kube-system", "any")
              .running("etcd")
              .build()
              .getAsJsonObject("status")
              .getAsJsonArray("containerStatuses");
      status.add("containerStatuses", containers);
      server.pods().put(mirror);
      for (String path : List.of(CGROUP, CGROUP + "/" + container)) {
        Eventually.until(
            path + " is offline", PATIENCE, () -> node.level("cpu", path).equals("-1"));
      }
      assertEquals(0, rubik.stop());
    }
  }

  private void impostor(String name, String containerName) {
    PodJson pod = mirror("shop", name).annotation("volcano.sh/preemptable", "true");
    server.pods().put(containerName.equals("none") ? pod : pod.running(containerName));
  }

  private static PodJson mirror(String namespace, String name) {
    return PodJson.pod(namespace, name).node(NODE).qos("Burstable").mirror(HASH);
  }
}
