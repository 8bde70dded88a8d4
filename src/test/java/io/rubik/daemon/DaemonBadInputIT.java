package io.rubik.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.rubik.standin.StandInServer;
import io.rubik.testing.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the packaged daemon says of a configuration, credentials or a kernel it cannot use. */
class DaemonBadInputIT extends DaemonOnScratchNode {

  @Test
  void allConfigurationErrorsAreReportedAndNothingIsWritten() throws Exception {
    JsonObject pod = addPod("batch", true);
    node.config("{\"agent\": {\"logSize\": 5, \"logDriver\": \"syslog\"}}");
    try (RubikProcess rubik = RubikProcess.start(node, output)) {
      assertEquals(3, rubik.awaitExit());
    }
    String file = node.root().resolve("etc/rubik/config.json").toString();
    assertEquals(
        """
        rubik: FILE: agent.logDriver: "syslog" is not one of stdio, file
        rubik: FILE: agent.logSize: 5 is outside 10..1048576
        rubik: exit status 3, for the reason above; systemctl calls this number NOTIMPLEMENTED, \
        whatever the program means by it
        """,
        Files.readString(output).replace(file, "FILE"));
    assertEquals("0", node.level("cpu", SimulatedKubelet.podPath(pod)));
  }

  /** The first lines were all that was said, and not to systemctl status. */
  @Test
  void statusTellsWhyItCannotStart() throws Exception {
    Path notify = directory.resolve("notify");
    Map<String, String> environment =
        Map.of("RUBIK_ROOT", node.root().toString(), "NOTIFY_SOCKET", notify.toString());
    node.config("{\"agent\": {\"logSize\": 5, \"logDriver\": \"syslog\"}}");
    try (DatagramSocket socket = new DatagramSocket(notify);
        RubikProcess rubik = RubikProcess.start(output, environment, List.of())) {
      assertEquals(3, rubik.awaitExit());
      assertEquals(
          "STATUS=cannot start: FILE: agent.logDriver: \"syslog\" is not one of stdio, file (and 1"
              + " more); exit status 3, see journalctl -u rubik -p err",
          socket
              .receive()
              .orElse("")
              .replace(node.root().resolve("etc/rubik/config.json").toString(), "FILE"));
    }
  }

  /** With the log in files, journalctl knew nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"file", "stdio"})
  void errorsOfAFailedStartHaveAPriorityInTheJournal(String driver) throws Exception {
    node.config(CONFIG.formatted(driver));
    Files.delete(node.root().resolve("etc/rubik/kubeconfig"));
    Files.createFile(output);
    String stream =
        Files.getAttribute(output, "unix:dev") + ":" + Files.getAttribute(output, "unix:ino");
    Map<String, String> environment =
        Map.of("RUBIK_ROOT", node.root().toString(), "JOURNAL_STREAM", stream);
    try (RubikProcess rubik = RubikProcess.start(output, environment, List.of())) {
      assertEquals(3, rubik.awaitExit());
    }
    List<String> lines = Files.readAllLines(output);
    assertTrue(lines.stream().allMatch(line -> line.matches("<[34567]>.*")), lines.toString());
    assertTrue(
        lines.stream()
            .filter(line -> line.startsWith("<3>"))
            .anyMatch(line -> line.contains("no API server credentials")),
        lines.toString());
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
    node.config(
        "{\"agent\": {\"enabledFeatures\": [\"preemption\"]},"
            + " \"preemption\": {\"resource\": [\"cpu\"], \"provider\": \"qos_level\"}}");
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
