package io.rubik.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.rubik.host.InstanceLock;
import io.rubik.host.SystemCalls;
import io.rubik.standin.PodJson;
import io.rubik.standin.StandInServer;
import io.rubik.testing.DatagramSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged daemon against the stand-in API server, on a node made up in a directory. */
class DaemonIT {

  private static final String NODE = "it-node";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String CONFIG =
      """
      {
        "agent": {"logDriver": "%s", "logSize": 10, "enabledFeatures": ["preemption"]},
        "preemption": {"resource": ["cpu", "memory"]}
      }
      """;

  @TempDir private Path directory;
  private Path output;
  private StandInServer server;
  private ScratchNode node;
  private SimulatedKubelet kubelet;

  @BeforeEach
  void makeNode() throws IOException {
    output = directory.resolve("output");
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

  private RubikProcess startReady() throws IOException, TimeoutException {
    RubikProcess rubik = RubikProcess.start(node, output);
    rubik.awaitOutput("ready: ");
    return rubik;
  }

  private JsonObject addPod(String name, boolean offline) throws IOException {
    PodJson pod = PodJson.pod("default", name).node(NODE).running("main-" + name).fullSize();
    if (offline) {
      pod.annotation("volcano.sh/preemptable", "true");
    }
    JsonObject stored = server.pods().put(pod);
    kubelet.sync();
    return stored;
  }

  private void awaitOffline(JsonObject pod) throws IOException, TimeoutException {
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

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void podsAreMarkedAsTheyAreAndAsTheyChange() throws Exception {
    JsonObject early = addPod("early", true);
    JsonObject web = addPod("web", false);
    try (RubikProcess rubik = startReady()) {
      awaitOffline(early);
      awaitOffline(addPod("late", true));
      JsonObject turned =
          server.pods().update("default", "early", pod -> SimulatedKubelet.withContainers(pod));
      kubelet.sync();
      awaitOffline(turned);
      assertEquals("0", node.level("cpu", SimulatedKubelet.podPath(web)));
      assertEquals(0, rubik.stop());
    }
  }

  @Test
  void podWhoseCgroupComesLaterIsMarkedThen() throws Exception {
    try (RubikProcess rubik = startReady()) {
      JsonObject pod =
          server
              .pods()
              .put(
                  PodJson.pod("default", "late")
                      .node(NODE)
                      .annotation("volcano.sh/preemptable", "true"));
      assertTrue(server.watches().await(1, PATIENCE));
      node.makeCgroup(SimulatedKubelet.podPath(pod));
      awaitOffline(pod);
      assertEquals(0, rubik.stop());
    }
  }

  @Test
  void restartedServerIsFoundAgain() throws Exception {
    try (RubikProcess rubik = startReady()) {
      server.restart();

      awaitOffline(addPod("after", true));
      assertEquals(0, rubik.stop());
    }
  }

  @Test
  void sigtermLeavesNoLockAndPrivateLogs() throws Exception {
    node.config(CONFIG.formatted("file"));
    Path logs = node.root().resolve("var/log/rubik");
    try (RubikProcess rubik = RubikProcess.start(node, output)) {
      Eventually.until(
          "the log says ready",
          PATIENCE,
          () ->
              Files.exists(logs.resolve("rubik.log"))
                  && Files.readString(logs.resolve("rubik.log")).contains("ready: "));

      assertEquals(0, rubik.stop());
    }
    assertEquals("rwx------", mode(logs));
    assertEquals("rw-------", mode(logs.resolve("rubik.log")));
    assertEquals("", Files.readString(output));
    Path lock = node.root().resolve("run/rubik/rubik.lock");
    assertEquals("rwx------", mode(node.root().resolve("run/rubik")));
    assertEquals("rw-------", mode(lock));
    InstanceLock.acquire(SystemCalls.open(), lock).close();
  }

  @Test
  void secondRubikFailsAndNamesTheFirst() throws Exception {
    try (RubikProcess first = startReady();
        RubikProcess second = RubikProcess.start(node, directory.resolve("second"))) {

      assertEquals(2, second.awaitExit());
      String said = second.output();
      assertTrue(said.startsWith("rubik: rubik is already running as pid " + first.pid()), said);
      assertTrue(first.isAlive());
    }
  }

  /** What went to standard error once went into the lock file, which had its descriptor. */
  @Test
  void withoutStandardStreamsNoOtherFileGetsTheirText() throws Exception {
    JsonObject batch = addPod("batch", true);
    try (RubikProcess rubik = RubikProcess.startWithoutStreams(node, output)) {
      awaitOffline(batch);
      Path lock = node.root().resolve("run/rubik/rubik.lock");
      assertEquals(rubik.pid() + "\n", Files.readString(lock));

      assertEquals(0, rubik.stop());

      assertEquals(rubik.pid() + "\n", Files.readString(lock));
    }
  }

  @Test
  void rubikKilledIsNoObstacleToTheNext() throws Exception {
    startReady().close();
    try (RubikProcess next = startReady()) {
      assertEquals(0, next.stop());
    }
  }

  @Test
  void badConfigurationIsToldInFullAndNothingIsWritten() throws Exception {
    JsonObject pod = addPod("batch", true);
    node.config("{\"agent\": {\"logSize\": 5, \"logDriver\": \"syslog\"}}");
    try (RubikProcess rubik = RubikProcess.start(node, output)) {
      assertEquals(3, rubik.awaitExit());
    }
    assertEquals(
        """
        rubik: agent.logDriver: "syslog" is none of stdio, file
        rubik: agent.logSize: 5 is outside 10..1048576
        """,
        Files.readString(output));
    assertEquals("0", node.level("cpu", SimulatedKubelet.podPath(pod)));
  }

  @Test
  void missingCredentialsAreAnErrorThatSaysWhereTheyGo() throws Exception {
    Files.delete(node.root().resolve("etc/rubik/kubeconfig"));
    try (RubikProcess rubik = RubikProcess.start(node, output)) {
      assertEquals(3, rubik.awaitExit());
    }
    String said = Files.readString(output);
    assertTrue(said.contains("etc/rubik/kubeconfig"), said);
  }

  @Test
  void refusedTokenIsToldAndNotShown() throws Exception {
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
  void foreignCaIsToldAndNothingIsSent() throws Exception {
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

  /** Each is told in one line, and the pod after them is marked. */
  @Test
  void hostilePodsAreToldAndHarmNoOther() throws Exception {
    addPod("web", false);
    try (RubikProcess rubik = startReady()) {
      for (String pod :
          List.of(
              "{'metadata': {'name': 'up', 'uid': '../..'}, 'status': {'qosClass': 'Burstable'}}",
              "{'metadata': {'name': 'unclear', 'uid': '2', 'annotations': {'volcano.sh/preemptable':"
                  + " 'yes\\nand\\u001b[2J'}}, 'status': {'qosClass': 'Burstable'}}",
              "{'metadata': {'name': 'odd', 'uid': '3'}, 'status': {'qosClass': 'Burstable',"
                  + " 'containerStatuses': [{'name': 'a', 'containerID': 'docker://../b'},"
                  + " {'name': 'c', 'containerID': 'rkt://d'}]}}")) {
        server.pods().put(onNode(JsonParser.parseString(pod.replace('\'', '"')).getAsJsonObject()));
      }
      JsonObject last =
          server
              .pods()
              .put(
                  PodJson.pod("default", "last")
                      .node(NODE)
                      .annotation("volcano.sh/preemptable", "true"));
      node.makeCgroup(SimulatedKubelet.podPath(last));
      awaitOffline(last);
      assertEquals(0, rubik.stop());
    }
    assertEquals(
        """
        up (../..) is not handled: pod UID "../.." is not a plain name
        unclear (2): volcano.sh/preemptable is "yes\\nand\\u001b[2J", neither "true" nor "false": \
        taken as an online pod
        odd (3): container a is left alone: container ID "../b" is not a plain name
        odd (3): container c is left alone: container ID "rkt://d" is of no known runtime \
        (docker://, containerd://, iSulad://, cri-o://)
        """,
        rubikWarned());
  }

  private String rubikWarned() throws IOException {
    return Files.readAllLines(output).stream()
        .filter(line -> line.contains("level=warn"))
        .map(line -> line.substring(line.indexOf("() pod default/") + 15) + "\n")
        .collect(Collectors.joining());
  }

  private static JsonObject onNode(JsonObject pod) {
    JsonObject spec = new JsonObject();
    spec.addProperty("nodeName", NODE);
    pod.add("spec", spec);
    pod.getAsJsonObject("metadata").addProperty("namespace", "default");
    return pod;
  }

  @Test
  void kernelWithoutLevelsIsAnErrorThatNamesTheFile() throws Exception {
    for (String path : List.of("", "kubepods", "kubepods/burstable", "kubepods/besteffort")) {
      Files.delete(node.levelFile("cpu", path));
    }
    try (RubikProcess rubik = RubikProcess.start(node, output)) {
      assertEquals(3, rubik.awaitExit());
    }
    assertTrue(Files.readString(output).contains("cpu.qos_level"));
  }

  @Test
  void wrongCgroupDriverIsAnErrorThatSaysWhatWasFound() throws Exception {
    node.config(
        "{\"agent\": {\"cgroupDriver\": \"systemd\", \"enabledFeatures\": [\"preemption\"]},"
            + " \"preemption\": {\"resource\": [\"cpu\"]}}");
    try (RubikProcess rubik = RubikProcess.start(node, output)) {
      assertEquals(3, rubik.awaitExit());
    }
    String said = Files.readString(output);
    assertTrue(said.contains("sys/fs/cgroup/cpu/kubepods and no kubepods.slice"), said);
  }

  @Test
  void stoppingWhileTheServerIsDownIsQuick() throws Exception {
    server.stop();
    try (RubikProcess rubik = RubikProcess.start(node, output)) {
      rubik.awaitOutput("level=warn");
      long start = System.nanoTime();
      assertEquals(0, rubik.stop());
      assertTrue(System.nanoTime() - start < Duration.ofSeconds(10).toNanos());
    }
  }

  /** It ended with 1, which means a bad argument, or with an Error did not end at all. */
  @Test
  void failureThatNobodyForesawEndsTheProcessWithItsOwnExitCode() throws Exception {
    String option = "-Dos.arch=no-such-processor";
    try (RubikProcess rubik = RubikProcess.startWithOption(node, output, option)) {
      assertEquals(3, rubik.awaitExit());
    }
    assertTrue(Files.readString(output).contains("no-such-processor"));
  }

  @Test
  void stoppingDuringAStartThatWaitsIsQuickAndNoFailure() throws Exception {
    node.kubeconfig(
        """
        apiVersion: v1
        current-context: it
        contexts: [{name: it, context: {cluster: it, user: it}}]
        clusters: [{name: it, cluster: {server: "https://127.0.0.1:1"}}]
        users:
        - name: it
          user:
            exec: {apiVersion: client.authentication.k8s.io/v1, command: sleep, args: ["60"]}
        """);
    try (RubikProcess rubik = RubikProcess.start(node, output)) {
      rubik.awaitOutput("starts");
      Eventually.until(
          "the plug-in runs", PATIENCE, () -> rubik.children().anyMatch(ProcessHandle::isAlive));
      List<ProcessHandle> plugIn = rubik.children().toList();
      long start = System.nanoTime();

      assertEquals(0, rubik.stop());

      assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
      plugIn.forEach(process -> process.onExit().orTimeout(5, TimeUnit.SECONDS).join());
    }
  }

  @Test
  void serviceManagerIsToldOfReadinessStatusReloadAndStop() throws Exception {
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
      awaitMessage(socket, "READY=1");
      awaitMessage(socket, "STATUS=0 pods online, 1 offline; preemption; API server heard ");
      awaitMessage(socket, "WATCHDOG=1");
      node.config("{\"agent\": {\"logSize\": 5}}");
      rubik.reload();
      awaitMessage(socket, "RELOADING=1\nMONOTONIC_USEC=");
      awaitMessage(socket, "STATUS=0 pods online, 1 offline; preemption; API server heard");
      awaitMessage(socket, "READY=1");
      assertTrue(rubik.output().contains("agent.logSize: 5 is outside 10..1048576"));
      node.config("{}");
      rubik.reload();
      awaitMessage(socket, "STATUS=0 pods online, 1 offline; no features");
      awaitMessage(socket, "READY=1");
      assertEquals(0, rubik.stop());
      awaitMessage(socket, "STOPPING=1");
    }
  }

  private static void awaitMessage(DatagramSocket socket, String start) throws Exception {
    Eventually.until(
        start, PATIENCE, () -> socket.receive().filter(m -> m.startsWith(start)).isPresent());
  }

  /** A reload told of readiness that had not come yet. */
  @Test
  void reloadDuringAStartDoesNotEndIt() throws Exception {
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
      rubik.awaitOutput("configuration read again");
      assertEquals(0, rubik.stop());

      List<String> messages = new ArrayList<>();
      for (Optional<String> m = socket.receive(); m.isPresent(); m = socket.receive()) {
        messages.add(m.get());
      }
      assertFalse(messages.contains("READY=1"), messages.toString());
    }
  }

  @Test
  void reloadStartsAFeatureThatMarksThePodsThatAreThere() throws Exception {
    node.config("{}");
    JsonObject pod = addPod("batch", true);
    try (RubikProcess rubik = startReady()) {
      node.config(CONFIG.formatted("stdio"));

      rubik.reload();

      awaitOffline(pod);
      assertEquals(0, rubik.stop());
    }
  }

  @Test
  void versionIsPrintedAndNothingTouched() throws Exception {
    try (RubikProcess rubik =
        RubikProcess.start(
            output, Map.of("RUBIK_ROOT", directory.resolve("none").toString()), List.of("-v"))) {
      assertEquals(0, rubik.awaitExit());
    }
    List<String> lines = Files.readAllLines(output);
    assertEquals("0.1.0", lastWord(lines, "Version:"));
    assertEquals("1", lastWord(lines, "Release:"));
    assertEquals(6, lines.size());
    assertFalse(Files.exists(directory.resolve("none")));
  }

  private static String lastWord(List<String> lines, String label) {
    String line = lines.stream().filter(l -> l.startsWith(label)).findFirst().orElseThrow();
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  @Test
  void anyOtherArgumentIsAnErrorOfOneLine() throws Exception {
    for (List<String> arguments :
        List.of(
            List.of("--help"),
            List.of("-h"),
            List.of("-v", "x"),
            List.of(""),
            List.of("two\nlines\u001b[2J"))) {
      try (RubikProcess rubik =
          RubikProcess.start(
              output, Map.of("RUBIK_ROOT", directory.resolve("none").toString()), arguments)) {
        assertEquals(1, rubik.awaitExit());
      }
      assertTrue(
          Files.readString(output).matches("rubik: \\P{Cntrl}+\n"),
          () -> "not one line: " + arguments);
      assertFalse(Files.exists(directory.resolve("none")));
    }
  }
}
