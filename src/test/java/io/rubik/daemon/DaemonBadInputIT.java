package io.rubik.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.rubik.standin.StandInServer;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the packaged daemon says of a configuration, credentials or a kernel it cannot use. */
class DaemonBadInputIT extends DaemonOnScratchNode {

  @Test
  void allConfigurationErrorsAreReportedAndNothingIsWritten() throws Exception {
    JsonObject pod = addPod("batch", true);
    node.config("{\"agent\": {\"logSize\": 5, \"logDriver\": \"syslog\"}}");
    try (RubikProcess rubik = RubikProcess.start(node, output)) {
      assertEquals(3, rubik.awaitExit());
    }
    assertEquals(
        """
        rubik: agent.logDriver: "syslog" is not one of stdio, file
        rubik: agent.logSize: 5 is outside 10..1048576
        """,
        Files.readString(output));
    assertEquals("0", node.level("cpu", SimulatedKubelet.podPath(pod)));
  }

  @Test
  void missingCredentialsAreReportedWithTheExpectedPath() throws Exception {
    Files.delete(node.root().resolve("etc/rubik/kubeconfig"));
    try (RubikProcess rubik = RubikProcess.start(node, output)) {
      assertEquals(3, rubik.awaitExit());
    }
    String said = Files.readString(output);
    assertTrue(said.contains("etc/rubik/kubeconfig"), said);
  }

  @Test
  void refusedTokenIsReportedButNotShown() throws Exception {
    JsonObject batch = addPod("batch", true);
    node.kubeconfig(server.kubeconfig().withToken("secret-but-wrong"));
    try (RubikProcess rubik = RubikProcess.start(node, output)) {
      rubik.awaitOutput(
          "refuses the credentials of " + node.root().resolve("etc/rubik/kubeconfig"));
      assertEquals("0", node.level("cpu", SimulatedKubelet.podPath(batch)));
      assertFalse(rubik.output().contains("secret-but-wrong"), rubik.output());

      node.kubeconfig(server.kubeconfig().withToken(server.token()));

      awaitOffline(batch);
      assertEquals(0, rubik.stop());
    }
  }

  @Test
  void serverOfAnotherCaIsReportedAndNothingIsSent() throws Exception {
    try (StandInServer other = StandInServer.start()) {
      String foreign = other.kubeconfig().withToken(server.token());
      node.kubeconfig(foreign.replace(other.url(), server.url()));
      try (RubikProcess rubik = RubikProcess.start(node, output)) {
        rubik.awaitOutput(
            "is not signed by a CA of " + node.root().resolve("etc/rubik/kubeconfig"));
        assertEquals(List.of(), server.requests().all());
        assertEquals(0, rubik.stop());
      }
    }
  }

  @Test
  void kernelWithoutQosLevelsIsReportedWithTheMissingFile() throws Exception {
    for (String path : List.of("", "kubepods", "kubepods/burstable", "kubepods/besteffort")) {
      Files.delete(node.levelFile("cpu", path));
    }
    try (RubikProcess rubik = RubikProcess.start(node, output)) {
      assertEquals(3, rubik.awaitExit());
    }
    assertTrue(Files.readString(output).contains("cpu.qos_level"));
  }

  @Test
  void wrongCgroupDriverIsReportedAndKubeletsIsUsed() throws Exception {
    node.config(
        "{\"agent\": {\"cgroupDriver\": \"systemd\", \"enabledFeatures\": [\"preemption\"]},"
            + " \"preemption\": {\"resource\": [\"cpu\"]}}");
    String wanted = "agent.cgroupDriver: is systemd, but kubelet made kubepods: cgroupfs is used";
    try (RubikProcess rubik = RubikProcess.start(node, output)) {
      Eventually.until(wanted, PATIENCE, () -> Files.readString(output).contains(wanted));
      assertEquals(0, rubik.stop());
    }
  }
}
