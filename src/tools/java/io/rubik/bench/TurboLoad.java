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
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures what the packaged daemon takes with quotaTurbo at its shortest interval, on pods of two
 * containers each: CPU time, and system calls by strace; first with quotas that need no change,
 * then with every container throttled on a node that is idle, so that every quota is raised at
 * every tick.
 *
 * <pre>
 * TurboLoad DIRECTORY PODS SECONDS TRACED_SECONDS
 * </pre>
 */
public final class TurboLoad {

  private static final String NAME = "bench-node";
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final Duration TICK = Duration.ofMillis(100);
  private static final int SHOWN_LINES = 12;

  private final Path directory;
  private final List<String> containers = new ArrayList<>();
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
    node.write("proc/stat", nodeStat(0));
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
      containers.add(path + "/" + container);
    }
  }

  /**
   * The CPUs' idle time after so many ticks of 100 ms; one of 10 ms is what the kernel counts in.
   */
  private static String nodeStat(long ticks) {
    return "cpu  1000 0 500 %d 100 0 20 0 0 0\n".formatted(4_000_000 + 20 * ticks);
  }

  private static String cpuStat(long ticks) {
    return """
    nr_periods %d
    nr_throttled %d
    throttled_time %d
    nr_bursts 0
    burst_time 0
    """
        .formatted(2_000_000 + ticks, 1_000_000 + ticks, 100_000_000_000_000L + ticks * 50_000_000);
  }

  private void makeFiles(String path, long quotaMicros) throws IOException {
    String cpu = "sys/fs/cgroup/cpu/" + path;
    node.write(cpu + "cpu.cfs_quota_us", quotaMicros + "\n");
    node.write(cpu + "cpu.cfs_period_us", "100000\n");
    node.write(cpu + "cpu.stat", cpuStat(0));
    node.write("sys/fs/cgroup/cpuacct/" + path + "cpuacct.usage", "1234567890123\n");
  }

  private void measure(Duration length, long tracedSeconds, int pods) throws Exception {
    try (RubikProcess rubik = RubikProcess.start(node, directory.resolve("turbo.out"))) {
      rubik.awaitOutput("ready: ");
      System.out.printf("%d pods of two containers, every 100 ms%n", pods);
      System.out.println("quotas that need no change:");
      measure(rubik, length, tracedSeconds);
      System.out.println("every container throttled, every quota raised at every tick:");
      Thread kernel = Thread.ofPlatform().daemon().start(this::throttle);
      measure(rubik, length, tracedSeconds);
      kernel.interrupt();
      kernel.join();
      System.out.printf("quota of the first at the end: %s%n", firstQuota());
      rubik.stop();
    }
  }

  private String firstQuota() throws IOException {
    return node.read("cpu", containers.getFirst(), "cpu.cfs_quota_us");
  }

  /** Counts as the kernel would, all containers at once, until it is interrupted. */
  private void throttle() {
    for (long ticks = 1; !Thread.currentThread().isInterrupted(); ticks++) {
      try {
        node.overwrite("proc/stat", nodeStat(ticks));
        for (String container : containers) {
          node.overwrite("sys/fs/cgroup/cpu/" + container + "/cpu.stat", cpuStat(ticks));
        }
      } catch (ClosedByInterruptException e) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      LockSupport.parkNanos(TICK.toNanos());
    }
  }

  private void measure(RubikProcess rubik, Duration length, long tracedSeconds) throws Exception {
    LockSupport.parkNanos(WARM_UP.toNanos());
    ProcessFigures figures = new ProcessFigures(rubik.pid());
    Duration before = figures.cpu();
    long start = System.nanoTime();
    LockSupport.parkNanos(length.toNanos());
    double seconds = (System.nanoTime() - start) / 1e9;
    Duration used = figures.cpu().minus(before);
    System.out.printf(
        "  for %.0f s: CPU %d ms, %d ms a minute; %s; %d descriptors%n",
        seconds,
        used.toMillis(),
        Math.round(used.toMillis() * 60 / seconds),
        figures.status("VmRSS"),
        figures.descriptors());
    trace(rubik.pid(), tracedSeconds);
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
    System.out.printf("  system calls: %d in %d s, %d a second%n", calls, seconds, calls / seconds);
    lines.stream().limit(SHOWN_LINES).forEach(line -> System.out.println("    " + line));
  }
}
