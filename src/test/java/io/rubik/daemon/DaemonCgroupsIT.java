package io.rubik.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import io.rubik.standin.PodJson;
import io.rubik.standin.PodJson.ContainerState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cgroups that come, go and come again under the packaged daemon. */
class DaemonCgroupsIT extends DaemonOnScratchNode {

  private static final int STARTS = 20;
  private static final int PODS_A_START = 50;
  private static final Duration STEP = Duration.ofMillis(40);

  /** Less than the 30 s after which every pod is looked at anyway. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private JsonObject putOffline(PodJson pod) {
    return server.pods().put(pod.node(NODE).annotation("volcano.sh/preemptable", "true"));
  }

  private void awaitLevel(String path) throws IOException, TimeoutException {
    for (String controller : ScratchNode.LEVEL_FILES.keySet()) {
      Eventually.until(path + " is offline", SOON, () -> node.level(controller, path).equals("-1"));
    }
  }

  /** The burst comes at another moment of each start: before the list, with it, after it. */
  @Test
  void podsCreatedDuringStartAreAllMarked() throws Exception {
    List<Long> millis = new ArrayList<>();
    for (int start = 0; start < STARTS; start++) {
      try (RubikProcess rubik = RubikProcess.start(node, output)) {
        LockSupport.parkNanos(STEP.multipliedBy(start).toNanos());
        List<String> burst = burst(start);
        long made = System.nanoTime();
        for (String path : burst) {
          awaitLevel(path);
        }
        millis.add(Duration.ofNanos(System.nanoTime() - made).toMillis());
        rubik.awaitOutput("ready: ");
        assertEquals(0, rubik.stop());
      }
    }
    System.out.printf(
        "%d starts, %d pods in each: 0 unmarked; until the last was marked: %s ms%n",
        STARTS, PODS_A_START, millis);
  }

  /** In one half of the starts all pods are announced before the first has a cgroup. */
  private List<String> burst(int start) throws IOException {
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < PODS_A_START; i++) {
      JsonObject pod = putOffline(PodJson.pod("default", "pod-" + start + "-" + i));
      paths.add(SimulatedKubelet.podPath(pod));
      if (start % 2 == 0) {
        node.makeCgroup(paths.getLast());
      }
    }
    for (String path : paths) {
      node.makeCgroup(path);
    }
    return paths;
  }

  /** Rubik does not wait for the cgroup of a container that does not run. */
  @Test
  void containerWithAnUnexpectedCgroupIsMarked() throws Exception {
    try (RubikProcess rubik = startReady()) {
      String id = ContainerIds.next();
      String path =
          SimulatedKubelet.podPath(
              putOffline(
                  PodJson.pod("default", "batch")
                      .container("main", "containerd://" + id, ContainerState.WAITING)));
      node.makeCgroup(path);
      awaitLevel(path);
      for (String controller : ScratchNode.LEVEL_FILES.keySet()) {
        node.newCgroup(controller, path + "/" + id).withLevel("0").appear();
      }

      awaitLevel(path + "/" + id);
      assertEquals(0, rubik.stop());
    }
  }

  @Test
  void recreatedCgroupIsMarked() throws Exception {
    try (RubikProcess rubik = startReady()) {
      String path = SimulatedKubelet.podPath(putOffline(PodJson.pod("default", "batch")));
      node.makeCgroup(path);
      awaitLevel(path);
      node.removeCgroup(path);

      node.makeCgroup(path);

      awaitLevel(path);
      assertEquals(0, rubik.stop());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo 0 >/proc/sys/user/max_inotify_instances",
        "echo 3 >/proc/sys/user/max_inotify_watches"
      })
  void withoutInotifyPodsAreStillMarkedAndItsLackIsReported(String limit) throws Exception {
    Process unshare =
        new ProcessBuilder("unshare", "-Ur", "/bin/sh", "-c", limit)
            .redirectErrorStream(true)
            .start();
    String printed = new String(unshare.getInputStream().readAllBytes(), UTF_8);
    assumeTrue(
        unshare.waitFor() == 0,
        () -> "no user namespace can be made, in which inotify is used up: " + printed);
    try (RubikProcess rubik = RubikProcess.startAfter(limit, node, output)) {
      rubik.awaitOutput("ready: ");
      String path = SimulatedKubelet.podPath(putOffline(PodJson.pod("default", "batch")));
      node.makeCgroup(path);
      awaitLevel(path);
      node.makeCgroup("kubepods/besteffort/podother");

      assertEquals(0, rubik.stop());
      assertEquals(1, rubik.output().split("fs.inotify.max_user_", -1).length / 2);
    }
  }
}
