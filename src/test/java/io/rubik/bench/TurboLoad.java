package io.rubik.bench;

import com.google.gson.JsonObject;
import io.rubik.daemon.ContainerIds;
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
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures what the packaged daemon takes with quotaTurbo at its shortest interval, on pods of two
 * containers each whose quotas need no change: CPU time, and system calls by strace.
 *
 * <pre>
 * TurboLoad DIRECTORY PODS SECONDS TRACED_SECONDS
 * </pre>
 */
public final class TurboLoad {

  private static final String NAME = "bench-node";
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final int SHOWN_LINES = 12;

  private final Path directory;
  private final ScratchNode node;
  private final StandInServer server;

  private TurboLoad(Path directory, StandInServer server) throws IOException {
    this.directory = directory;
    this.server = server;
    this.node = ScratchNode.create(Files.createDirectories(directory.resolve("root")), NAME);
  }

  /** Measures, and prints the results. */
  public static void main(String[] arguments) throws Exception {
    int pods = Integer.parseInt(arguments[1]);
    try (StandInServer server = StandInServer.start()) {
      TurboLoad load = new TurboLoad(Path.of(arguments[0]), server);
      load.makeNode(pods);
      load.measure(
          Duration.ofSeconds(Long.parseLong(arguments[2])), Long.parseLong(arguments[3]), pods);
    }
    System.exit(0);
  }

  private void makeNode(int pods) throws IOException {
    node.config("{\"agent\": {\"enabledFeatures\": [\"quotaTurbo\"]}}");
    node.kubeconfig(server.kubeconfig().withToken(server.token()));
    node.write("proc/stat", "cpu  1000 0 500 40000 100 0 20 0 0 0\n");
    node.write("sys/devices/system/cpu/online", "0-1\n");
    for (String path : List.of("", "kubepods/", "kubepods/burstable/")) {
      makeFiles(path, -1);
    }
    for (int i = 0; i < pods; i++) {
      addPod(i);
    }
  }

  private void addPod(int index) throws IOException {
    PodJson pod =
        PodJson.pod("default", "pod-" + index)
            .node(NAME)
            .qos("Burstable")
            .annotation("volcano.sh/quota-turbo", "true")
            .fullSize();
    for (String container : List.of("main", "side")) {
      pod.container(container, "containerd://" + ContainerIds.next(), ContainerState.RUNNING)
          .resource(container, "cpu", "100m", "500m");
    }
    JsonObject stored = server.pods().put(pod);
    String path = SimulatedKubelet.podPath(stored);
    node.makeCgroup(path);
    makeFiles(path + "/", 100_000);
    for (String container : SimulatedKubelet.runningContainers(stored)) {
      node.makeCgroup(path + "/" + container);
      makeFiles(path + "/" + container + "/", 50_000);
    }
  }

  private void makeFiles(String path, long quotaMicros) throws IOException {
    String cpu = "sys/fs/cgroup/cpu/" + path;
    node.write(cpu + "cpu.cfs_quota_us", quotaMicros + "\n");
    node.write(cpu + "cpu.cfs_period_us", "100000\n");
    node.write(
        cpu + "cpu.stat",
        """
        nr_periods 123456
        nr_throttled 1234
        throttled_time 123456789012
        nr_bursts 0
        burst_time 0
        """);
    node.write("sys/fs/cgroup/cpuacct/" + path + "cpuacct.usage", "1234567890123\n");
  }

  private void measure(Duration length, long tracedSeconds, int pods) throws Exception {
    try (RubikProcess rubik = RubikProcess.start(node, directory.resolve("turbo.out"))) {
      rubik.awaitOutput("ready: ");
      LockSupport.parkNanos(WARM_UP.toNanos());
      ProcessFigures figures = new ProcessFigures(rubik.pid());
      Duration before = figures.cpu();
      long start = System.nanoTime();
      LockSupport.parkNanos(length.toNanos());
      double seconds = (System.nanoTime() - start) / 1e9;
      Duration used = figures.cpu().minus(before);
      System.out.printf(
          "%d pods of two containers, every 100 ms, for %.0f s: CPU %d ms, %d ms a minute; %s; %d"
              + " descriptors%n",
          pods,
          seconds,
          used.toMillis(),
          Math.round(used.toMillis() * 60 / seconds),
          figures.status("VmRSS"),
          figures.descriptors());
      trace(rubik.pid(), tracedSeconds);
      rubik.stop();
    }
  }

  private void trace(long pid, long seconds) throws IOException, InterruptedException {
    Path report = directory.resolve("strace.out");
    new ProcessBuilder(
            List.of(
                "timeout",
                "-s",
                "INT",
                Long.toString(seconds),
                "strace",
                "-f",
                "-c",
                "-S",
                "calls",
                "-o",
                report.toString(),
                "-p",
                Long.toString(pid)))
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("strace.log").toFile())
        .start()
        .waitFor();
    List<String> lines = Files.readAllLines(report);
    String total = lines.getLast().strip();
    long calls = Long.parseLong(total.split("\\s+", -1)[3]);
    System.out.printf("system calls: %d in %d s, %d a second%n", calls, seconds, calls / seconds);
    lines.stream().limit(SHOWN_LINES).forEach(line -> System.out.println("  " + line));
  }
}
