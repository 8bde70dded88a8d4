package io.rubik.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.rubik.testing.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The packaged daemon under a service manager: readiness, status, watchdog, reload. */
class DaemonServiceIT extends DaemonOnScratchNode {

  @Test
  void serviceManagerIsNotifiedOfReadinessStatusReloadAndStop() throws Exception {
    addPod("batch", true);
    try (DatagramSocket socket = new DatagramSocket(directory.resolve("notify"));
        RubikProcess rubik =
            RubikProcess.start(
                output,
                Map.of(
                    "RUBIK_ROOT",
                    node.root().toString(),
                    "NOTIFY_SOCKET",
                    directory.resolve("notify").toString(),
                    "WATCHDOG_USEC",
                    "400000"),
                List.of())) {
      awaitMessage(
          socket,
          "READY=1\nSTATUS=0 pods online, 1 offline, 1 marked; preemption; API server contacted ");
      awaitMessage(socket, "WATCHDOG=1");
      node.config("{\"agent\": {\"logSize\": 5}}");
      rubik.reload();
      awaitMessage(socket, "RELOADING=1\nMONOTONIC_USEC=");
      String refused =
          awaitMessage(socket, "READY=1\nSTATUS=0 pods online, 1 offline, 1 marked; preemption");
      assertTrue(
          refused.endsWith(
              "changed configuration REFUSED: "
                  + node.root().resolve("etc/rubik/config.json")
                  + ": agent.logSize: 5 is outside 10..1048576, see journalctl -u rubik -p err"),
          refused);
      assertTrue(rubik.output().contains("agent.logSize: 5 is outside 10..1048576"));
      node.config("{}");
      rubik.reload();
      awaitMessage(socket, "READY=1\nSTATUS=0 pods online, 1 offline; no features");
      assertEquals(0, rubik.stop());
      awaitMessage(socket, "STOPPING=1");
    }
  }

  /** A reload reported readiness too early. */
  @Test
  void reloadDuringStartDoesNotReportReadiness() throws Exception {
    server.stop();
    Path notify = directory.resolve("notify");
    try (DatagramSocket socket = new DatagramSocket(notify);
        RubikProcess rubik =
            RubikProcess.start(
                output,
                Map.of("RUBIK_ROOT", node.root().toString(), "NOTIFY_SOCKET", notify.toString()),
                List.of())) {
      awaitMessage(socket, "STATUS=starting: ");
      rubik.reload();
      rubik.awaitOutput("configuration reloaded");
      assertEquals(0, rubik.stop());

      List<String> messages = new ArrayList<>();
      for (Optional<String> m = socket.receive(); m.isPresent(); m = socket.receive()) {
        messages.add(m.get());
      }
      assertFalse(messages.stream().anyMatch(m -> m.startsWith("READY=1")), messages.toString());
    }
  }

  @Test
  void featureEnabledByReloadMarksExistingPods() throws Exception {
    node.config("{}");
    JsonObject pod = addPod("batch", true);
    try (RubikProcess rubik = startReady()) {
      node.config(CONFIG.formatted("stdio"));

      rubik.reload();

      awaitOffline(pod);
      assertEquals(0, rubik.stop());
    }
  }

  /** What is set stays, and the status says for how long the server has not been contacted. */
  @Test
  void serverOutageIsInStatusAndLogAndChangesNothing() throws Exception {
    JsonObject batch = addPod("batch", true);
    Path notify = directory.resolve("notify");
    Map<String, String> environment =
        Map.of(
            "RUBIK_ROOT", node.root().toString(),
            "NOTIFY_SOCKET", notify.toString(),
            "WATCHDOG_USEC", "400000");
    try (DatagramSocket socket = new DatagramSocket(notify);
        RubikProcess rubik = RubikProcess.start(output, environment, List.of())) {
      String status = "STATUS=0 pods online, 1 offline, 1 marked; preemption; API server ";
      awaitMessage(socket, status + "contacted ");
      awaitOffline(batch);

      server.stop();
      awaitMessage(socket, status + "NOT contacted for ");
      server.restart();
      awaitMessage(socket, status + "contacted ");

      awaitOffline(batch);
      assertEquals(0, rubik.stop());
    }
    List<String> lines = Files.readAllLines(output);
    assertEquals(1, lines.stream().filter(line -> line.contains("level=warn")).count());
    assertEquals(
        1, lines.stream().filter(line -> line.contains("(controls stay as they are)")).count());
    assertEquals(1, lines.stream().filter(line -> line.contains("recovered after ")).count());
  }

  /** Its thread waited for the service manager forever: it was killed, and restored nothing. */
  @Test
  void unresponsiveServiceManagerDoesNotBlockTheStop() throws Exception {
    Path notify = directory.resolve("notify");
    Map<String, String> environment =
        Map.of(
            "RUBIK_ROOT", node.root().toString(),
            "NOTIFY_SOCKET", notify.toString(),
            "WATCHDOG_USEC", "80000");
    try (DatagramSocket socket = new DatagramSocket(notify);
        RubikProcess rubik = RubikProcess.start(output, environment, List.of())) {
      rubik.awaitOutput("it does not read its messages");
      awaitOffline(addPod("batch", true));

      assertEquals(0, rubik.stop());

      assertTrue(socket.receive().isPresent());
    }
  }

  private static String awaitMessage(DatagramSocket socket, String start) throws Exception {
    AtomicReference<String> found = new AtomicReference<>("");
    Eventually.until(
        start,
        PATIENCE,
        () -> {
          socket.receive().filter(m -> m.startsWith(start)).ifPresent(found::set);
          return !found.get().isEmpty();
        });
    return found.get();
  }
}
