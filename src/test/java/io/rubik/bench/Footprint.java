package io.rubik.bench;

import com.google.gson.JsonObject;
import io.rubik.daemon.ContainerIds;
import io.rubik.daemon.Eventually;
import io.rubik.daemon.RubikProcess;
import io.rubik.daemon.ScratchNode;
import io.rubik.daemon.SimulatedKubelet;
import io.rubik.standin.PodJson;
import io.rubik.standin.PodJson.ContainerState;
import io.rubik.standin.StandInServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures the packaged daemon: how long from its start until every pod is handled, and what it
 * takes of memory and CPU when nothing happens.
 *
 * <pre>
 * Footprint DIRECTORY PODS IDLE_SECONDS
 * </pre>
 *
 * <p>Half of the pods are offline, with one container each; the server tells 9.5 KB of each pod.
 */
public final class Footprint {

  private static final String NODE = "bench-node";
  private static final int STARTS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path directory;
  private final ScratchNode node;
  private final StandInServer server;
  private final List<String> offline = new ArrayList<>();

  private Footprint(Path directory, StandInServer server, int pods) throws IOException {
    this.directory = directory;
    this.server = server;
    this.node = ScratchNode.create(Files.createDirectories(directory.resolve("root")), NODE);
    node.config(
        """
        {
          "agent": {"enabledFeatures": ["preemption"]},
          "preemption": {"resource": ["cpu", "memory"]}
        }
        """);
    node.kubeconfig(server.kubeconfig().withToken(server.token()));
    for (int i = 0; i < pods; i++) {
      addPod(i);
    }
  }

  /** Measures, and prints the results. */
  public static void main(String[] arguments) throws Exception {
    int pods = Integer.parseInt(arguments[1]);
    try (StandInServer server = StandInServer.start()) {
      Footprint footprint = new Footprint(Path.of(arguments[0]), server, pods);
      footprint.measureStart(pods);
      footprint.measureIdle(Duration.ofSeconds(Long.parseLong(arguments[2])));
    }
    System.exit(0);
  }

  private void addPod(int index) throws IOException {
    PodJson pod =
        PodJson.pod("default", "pod-" + index)
            .node(NODE)
            .container("main", "containerd://" + ContainerIds.next(), ContainerState.RUNNING)
            .fullSize();
    if (index % 2 == 0) {
      pod.annotation("volcano.sh/preemptable", "true");
    }
    JsonObject stored = server.pods().put(pod);
    String path = SimulatedKubelet.podPath(stored);
    node.makeCgroup(path);
    for (String container : SimulatedKubelet.runningContainers(stored)) {
      node.makeCgroup(path + "/" + container);
    }
    if (index % 2 == 0) {
      offline.add(path);
    }
  }

  private boolean allHandled() {
    return offline.stream()
        .allMatch(path ->
            node.level("cpu", path).equals("-1") && node.level("memory", path).equals("-1"));
  }

  private void measureStart(int pods) throws Exception {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      for (String path : offline) {
        node.setLevel(path, "0");
      }
      long start = System.nanoTime();
      try (RubikProcess rubik = RubikProcess.start(node, directory.resolve("start.out"))) {
        Eventually.until("all pods are handled", PATIENCE, this::allHandled);
        times.add(Duration.ofNanos(System.nanoTime() - start).toMillis());
        rubik.awaitOutput("ready: ");
        rubik.stop();
      }
    }
    List<Long> sorted = times.stream().sorted().toList();
    System.out.printf(
        "start to all %d pods handled: median %d ms of %s%n", pods, sorted.get(STARTS / 2), times);
  }

  private void measureIdle(Duration idle) throws Exception {
    try (RubikProcess rubik = RubikProcess.start(node, directory.resolve("idle.out"))) {
      rubik.awaitOutput("ready: ");
      long cpuBefore = cpuTicks(rubik.pid());
      LockSupport.parkNanos(idle.toNanos());
      long cpuMillis = (cpuTicks(rubik.pid()) - cpuBefore) * 10;
      System.out.printf("after %d s idle:%n", idle.toSeconds());
      for (String line : Files.readAllLines(proc(rubik.pid(), "status"))) {
        if (line.startsWith("VmRSS") || line.startsWith("Rss") || line.startsWith("Threads")) {
          System.out.println("  " + line.replace('\t', ' '));
        }
      }
      System.out.printf("  CPU while idle: %d ms%n", cpuMillis);
      rubik.stop();
    }
  }

  /** Returns user and system time, in hundredths of a second; fields 14 and 15 of proc(5) stat. */
  private static long cpuTicks(long pid) throws IOException {
    String stat = Files.readString(proc(pid, "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  private static Path proc(long pid, String file) {
    return Path.of("/proc", String.valueOf(pid), file);
  }
}
