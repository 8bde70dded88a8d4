package io.rubik.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.rubik.standin.PodJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The packaged daemon with standard output and error that nobody reads, such as a stuck journal.
 */
class DaemonStalledLogIT extends DaemonOnScratchNode {

  /** Their lines are more than a pipe holds. */
  private static final int PODS = 600;

  /** 144 pods were marked, and the stop took until rubik was killed. */
  @Test
  void allPodsAreMarkedAndTheStopIsInTime() throws Exception {
    List<JsonObject> pods = new ArrayList<>();
    for (int i = 0; i < PODS; i++) {
      pods.add(
          server
              .pods()
              .put(
                  PodJson.pod("default", "batch-" + i)
                      .node(NODE)
                      .running("main-" + i)
                      .annotation("volcano.sh/preemptable", "true")));
    }
    kubelet.sync();
    try (RubikProcess rubik = RubikProcess.startPiped(node, output)) {
      for (JsonObject pod : pods) {
        awaitOffline(pod);
      }
      awaitOffline(addPod("late", true));
      long start = System.nanoTime();

      assertEquals(0, rubik.stop());

      assertTrue(System.nanoTime() - start < Duration.ofSeconds(10).toNanos());
    }
  }
}
