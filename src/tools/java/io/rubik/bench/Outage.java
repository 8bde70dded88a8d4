package io.rubik.bench;

import com.google.gson.JsonObject;
import io.rubik.daemon.Eventually;
import io.rubik.daemon.RubikProcess;
import io.rubik.daemon.ScratchNode;
import io.rubik.daemon.SimulatedKubelet;
import io.rubik.standin.PodJson;
import io.rubik.standin.StandInServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how long the packaged daemon takes, from the end of an outage of the API server of 30 s,
 * to mark a pod that was created meanwhile and whose cgroup is there.
 *
 * <pre>
 * Outage DIRECTORY REPETITIONS KIND…
 * </pre>
 *
 * <p>Each kind has a server and a daemon of its own, side by side; "dropped" needs iptables and is
 * best run in a network namespace.
 */
public final class Outage {

  private static final String NODE = "bench-node";
  private static final Duration LENGTH = Duration.ofSeconds(30);
  private static final Duration BEFORE = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What happens to the server. */
  private enum Kind {
    /** The process dies and is started again. */
    KILLED,
    /** The process is suspended and resumed. */
    FROZEN,
    /** The network loses every packet. */
    DROPPED
  }

  private final Kind kind;
  private final Path directory;
  private final StandInServer server;
  private final ScratchNode node;
  private final SimulatedKubelet kubelet;

  private Outage(Kind kind, Path directory, StandInServer server) throws IOException {
    this.kind = kind;
    this.directory = Files.createDirectories(directory);
    this.server = server;
    this.node = ScratchNode.create(Files.createDirectories(directory.resolve("root")), NODE);
    this.kubelet = new SimulatedKubelet(node, NODE, server.pods());
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
    int repetitions = Integer.parseInt(arguments[1]);
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<String>> results = new ArrayList<>();
      for (String name : Arrays.asList(arguments).subList(2, arguments.length)) {
        Kind kind = Kind.valueOf(name.toUpperCase(Locale.ROOT));
        Path directory = Path.of(arguments[0], name);
        results.add(threads.submit(() -> measure(kind, directory, repetitions)));
      }
      for (Future<String> result : results) {
        System.out.println(result.get());
      }
    }
    System.exit(0);
  }

  private static String measure(Kind kind, Path directory, int repetitions) throws Exception {
    List<Long> times = new ArrayList<>();
    try (StandInServer server = StandInServer.start()) {
      Outage outage = new Outage(kind, directory, server);
      try (RubikProcess rubik =
          RubikProcess.start(outage.node, outage.directory.resolve("output"))) {
        rubik.awaitOutput("ready: ");
        for (int i = 0; i < repetitions; i++) {
          times.add(outage.once("pod-" + i).toMillis());
        }
        rubik.stop();
      }
    }
    List<Long> sorted = times.stream().sorted().toList();
    return "%s for %d s: marked after %d ms (median), %d ms (worst) of %s"
        .formatted(
            kind.name().toLowerCase(Locale.ROOT),
            LENGTH.toSeconds(),
            sorted.get(sorted.size() / 2),
            sorted.getLast(),
            times);
  }

  private Duration once(String pod) throws Exception {
    LockSupport.parkNanos(BEFORE.toNanos());
    begin();
    LockSupport.parkNanos(LENGTH.toNanos() / 2);
    String path = addPod(pod);
    LockSupport.parkNanos(LENGTH.toNanos() / 2);
    end();
    return Eventually.until(
        path + " is offline",
        PATIENCE,
        () -> node.level("cpu", path).equals("-1") && node.level("memory", path).equals("-1"));
  }

  private void begin() throws Exception {
    switch (kind) {
      case KILLED -> server.stop();
      case FROZEN -> server.freezeConnections();
      case DROPPED -> drop("-A");
    }
  }

  private void end() throws Exception {
    switch (kind) {
      case KILLED -> server.restart();
      case FROZEN -> server.thawConnections();
      case DROPPED -> drop("-D");
    }
  }

  private void drop(String action) throws IOException, InterruptedException {
    String port = server.url().substring(server.url().lastIndexOf(':') + 1);
    for (String side : List.of("--dport", "--sport")) {
      List<String> command =
          List.of("iptables", action, "INPUT", "-p", "tcp", side, port, "-j", "DROP");
      int status = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (status != 0) {
        throw new IOException(String.join(" ", command) + " fails with " + status);
      }
    }
  }

  private String addPod(String name) throws IOException {
    JsonObject pod =
        server
            .pods()
            .put(
                PodJson.pod("default", name)
                    .node(NODE)
                    .running("main-" + name)
                    .annotation("volcano.sh/preemptable", "true")
                    .fullSize());
    kubelet.sync();
    return SimulatedKubelet.podPath(pod);
  }
}
