package io.rubik.bench;

import io.rubik.daemon.Eventually;
import io.rubik.daemon.RubikProcess;
import io.rubik.standin.StandInServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures the packaged daemon: how long from its start until every pod is handled, and how much
 * memory and CPU it takes when nothing happens.
 *
 * <pre>
 * Footprint DIRECTORY PODS IDLE_SECONDS
 * </pre>
 */
public final class Footprint {

  private static final int STARTS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> SHOWN =
      List.of("VmRSS", "RssAnon", "RssFile", "RssShmem", "Threads");

  private final Path directory;
  private final BenchNode node;

  private Footprint(Path directory, BenchNode node) {
    this.directory = directory;
    this.node = node;
  }

  /** Measures, and prints the results. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    int pods = Integer.parseInt(arguments[1]);
    try (StandInServer server = StandInServer.start()) {
      BenchNode node = BenchNode.create(directory, server, pods);
      Footprint footprint = new Footprint(directory, node);
      footprint.measureStart(pods);
      footprint.measureIdle(Duration.ofSeconds(Long.parseLong(arguments[2])));
    }
    System.exit(0);
  }

  private void measureStart(int pods) throws Exception {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      node.reset();
      long start = System.nanoTime();
      try (RubikProcess rubik =
          RubikProcess.start(node.scratch(), directory.resolve("start.out"))) {
        Eventually.until("all pods are handled", PATIENCE, node::allHandled);
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
    try (RubikProcess rubik = RubikProcess.start(node.scratch(), directory.resolve("idle.out"))) {
      rubik.awaitOutput("ready: ");
      ProcessFigures figures = new ProcessFigures(rubik.pid());
      Duration before = figures.cpu();
      LockSupport.parkNanos(idle.toNanos());
      Duration used = figures.cpu().minus(before);
      System.out.printf("after %d s idle:%n", idle.toSeconds());
      for (String name : SHOWN) {
        System.out.println("  " + figures.status(name));
      }
      System.out.printf("  CPU while idle: %d ms%n", used.toMillis());
      rubik.stop();
    }
  }
}
