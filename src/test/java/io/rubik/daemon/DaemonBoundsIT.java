package io.rubik.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.rubik.standin.Fault;
import io.rubik.standin.FaultKind;
import io.rubik.standin.PodJson;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What would not fit the heap of the packaged daemon does not end it. */
class DaemonBoundsIT extends DaemonOnScratchNode {

  private static final List<String> READ =
      List.of(
          "volcano.sh/preemptable",
          "volcano.sh/quota-turbo",
          "volcano.sh/quota-burst-time",
          "kubernetes.io/config.hash",
          "kubernetes.io/config.mirror");

  /** They were held until all were read: rubik ran out of memory, at each start. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endedPodsWithLongAnnotationsAreNoBurden(boolean phaseIsIgnored) throws Exception {
    if (phaseIsIgnored) {
      server.faults().inject(Fault.of(FaultKind.PHASE_IGNORED));
    }
    addLongAnnotations("Failed", READ);
    JsonObject batch = addOfflineCgroup("batch");
    try (RubikProcess rubik = startReady()) {
      awaitOffline(batch);
      server.watches().cut();
      awaitOffline(addOfflineCgroup("later"));
      assertEquals(0, rubik.stop());
    }
  }

  @Test
  void livePodsWithLongAnnotationsAreNoBurden() throws Exception {
    addLongAnnotations("Running", READ.subList(0, 3));
    JsonObject batch = addOfflineCgroup("batch");
    try (RubikProcess rubik = startReady()) {
      awaitOffline(batch);
      rubik.awaitOutput(
          "pod default/long-1 (u-long-1): volcano.sh/preemptable is \"aaaaaaaaaaaa... (over 64"
              + " bytes)\", neither \"true\" nor \"false\"");
      assertEquals(0, rubik.stop());
    }
  }

  @Test
  void annotationLargerThanTheHeapIsNoBurden() throws Exception {
    server
        .pods()
        .put(
            PodJson.pod("default", "long")
                .node(NODE)
                .annotation("volcano.sh/preemptable", "true" + "\n".repeat(24 << 20)));
    JsonObject batch = addOfflineCgroup("batch");
    try (RubikProcess rubik = startReady()) {
      awaitOffline(batch);
      assertEquals(0, rubik.stop());
    }
  }

  @Test
  void tooManyPodsAreReportedAndKnownOnesKept() throws Exception {
    JsonObject batch = addOfflineCgroup("batch");
    try (RubikProcess rubik = startReady()) {
      awaitOffline(batch);
      for (int i = 0; i < 20_000; i++) {
        server.pods().put(PodJson.pod("many", "pod-" + i).node(NODE).running("main"));
      }
      rubik.awaitOutput("the pod list cannot be used: it has more than 2000 pods");

      server.pods().all().stream()
          .map(pod -> pod.getAsJsonObject("metadata").get("name").getAsString())
          .filter(name -> name.startsWith("pod-"))
          .forEach(name -> server.pods().delete("many", name));
      awaitOffline(addOfflineCgroup("later"));
      assertEquals(0, rubik.stop());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void reloadOfALargeConfigurationIsRefused(int mebibytes) throws Exception {
    try (RubikProcess rubik = startReady()) {
      int count = (mebibytes << 20) / 3 - 10;
      node.config("{\"agent\": [" + "{},".repeat(count) + "{}]}");
      rubik.reload();

      rubik.awaitOutput("the changed configuration is refused, the old one stays in effect: ");
      String reason = mebibytes == 1 ? ": has more than 20000 values" : ": is larger than 1 MiB";
      assertTrue(rubik.output().contains("config.json" + reason), rubik.output());
      awaitOffline(addOfflineCgroup("batch"));
      assertEquals(0, rubik.stop());
    }
  }

  private void addLongAnnotations(String phase, List<String> keys) {
    String text = "a".repeat(16 << 10);
    for (int i = 0; i < 700; i++) {
      PodJson pod = PodJson.pod("default", "long-" + i).uid("u-long-" + i).node(NODE).phase(phase);
      keys.forEach(key -> pod.annotation(key, text));
      server.pods().put(pod);
    }
  }
}
