package io.rubik.bench;

import io.rubik.daemon.RubikProcess;
import io.rubik.daemon.ScratchNode;
import io.rubik.daemon.ScratchNode.NewCgroup;
import io.rubik.daemon.SimulatedKubelet;
import io.rubik.standin.PodJson;
import io.rubik.standin.StandInServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures the packaged daemon: how long from the moment the cgroup of an offline pod is there
 * until its {@code cpu.qos_level} is -1.
 *
 * <pre>
 * Reaction DIRECTORY PODS
 * </pre>
 *
 * <p>Rubik knows the pods already; their cgroups are made one after another, with quiet in between.
 */
public final class Reaction {

  private static final String NODE = "bench-node";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Beside the beat of the 200 ms in which rubik looks for cgroups it waits for. */
  private static final Duration QUIET = Duration.ofMillis(73);

  private static final int WARM_UP_READS = 100_000;

  /** Not all the time: that would keep a processor from rubik, which has a few threads to wake. */
  private static final Duration LOOK = Duration.ofNanos(20_000);

  private static final Duration SETTLING = Duration.ofSeconds(2);

  private final ScratchNode node;
  private final StandInServer server;
  private final ByteBuffer level = ByteBuffer.allocate(16);

  private Reaction(Path directory, StandInServer server) throws IOException {
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
  }

  /** Measures, and prints the results. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    int pods = Integer.parseInt(arguments[1]);
    try (StandInServer server = StandInServer.start()) {
      Reaction reaction = new Reaction(directory, server);
      List<String> paths = reaction.addPods(pods);
      try (RubikProcess rubik = RubikProcess.start(reaction.node, directory.resolve("out"))) {
        rubik.awaitOutput("ready: ");
        reaction.warmUp();
        print(reaction.measure(paths));
        rubik.stop();
      }
    }
    System.exit(0);
  }

  private List<String> addPods(int pods) {
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < pods; i++) {
      PodJson pod =
          PodJson.pod("default", "pod-" + i)
              .node(NODE)
              .annotation("volcano.sh/preemptable", "true")
              .fullSize();
      paths.add(SimulatedKubelet.podPath(server.pods().put(pod)));
    }
    return paths;
  }

  /** So that this machine's compiler does not take rubik's processor while it is measured. */
  private void warmUp() throws IOException {
    try (FileChannel file = FileChannel.open(node.levelFile("cpu", "kubepods"))) {
      for (int i = 0; i < WARM_UP_READS; i++) {
        isOffline(file);
      }
    }
    LockSupport.parkNanos(SETTLING.toNanos());
  }

  private List<Long> measure(List<String> paths) throws IOException, TimeoutException {
    List<Long> micros = new ArrayList<>();
    for (String path : paths) {
      LockSupport.parkNanos(QUIET.toNanos());
      micros.add(TimeUnit.NANOSECONDS.toMicros(reactionNanos(path)));
      node.makeCgroup(path);
    }
    return micros;
  }

  private long reactionNanos(String path) throws IOException, TimeoutException {
    NewCgroup cgroup = node.newCgroup("cpu", path);
    try (FileChannel file = FileChannel.open(cgroup.levelFile(), StandardOpenOption.READ)) {
      long start = System.nanoTime();
      cgroup.appear();
      while (!isOffline(file)) {
        if (System.nanoTime() - start > PATIENCE.toNanos()) {
          throw new TimeoutException(path + " is not marked");
        }
        LockSupport.parkNanos(LOOK.toNanos());
      }
      return System.nanoTime() - start;
    }
  }

  private boolean isOffline(FileChannel file) throws IOException {
    level.clear();
    return file.read(level, 0) >= 2 && level.get(0) == '-' && level.get(1) == '1';
  }

  private static void print(List<Long> micros) {
    List<Long> sorted = micros.stream().sorted().toList();
    System.out.printf(
        "cgroup to cpu.qos_level -1, %d pods: p50 %d us, p99 %d us, max %d us; the first %d us%n",
        sorted.size(),
        percentile(sorted, 50),
        percentile(sorted, 99),
        sorted.getLast(),
        micros.getFirst());
  }

  private static long percentile(List<Long> sorted, int percent) {
    return sorted.get((sorted.size() * percent + 99) / 100 - 1);
  }
}
