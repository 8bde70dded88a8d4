package io.rubik.bench;

import io.rubik.daemon.Eventually;
import io.rubik.daemon.RubikProcess;
import io.rubik.standin.StandInServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Measures the packaged daemon while pods change: the CPU it takes of one change a second of each
 * pod, and its memory and descriptors over many changes.
 *
 * <pre>
 * Pressure DIRECTORY PODS SECONDS CHANGES
 * </pre>
 */
public final class Pressure {

  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PARTS = 10;

  /** Less than the 1000 changes the server remembers, so that no watch has to begin again. */
  private static final int PORTION = 500;

  private final Path directory;
  private final BenchNode node;
  private final PodChanges changes;

  private Pressure(Path directory, BenchNode node, PodChanges changes) {
    this.directory = directory;
    this.node = node;
    this.changes = changes;
  }

  /** Measures, and prints the results. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    int pods = Integer.parseInt(arguments[1]);
    Duration length = Duration.ofSeconds(Long.parseLong(arguments[2]));
    try (StandInServer server = StandInServer.start()) {
      BenchNode node = BenchNode.create(directory, server, pods);
      Pressure pressure = new Pressure(directory, node, new PodChanges(server.pods(), pods));
      pressure.measureMany(Integer.parseInt(arguments[3]));
      System.out.printf(
          "%d pods, one change of each a second, for %d s:%n", pods, length.toSeconds());
      for (PodChanges.Kind kind : PodChanges.Kind.values()) {
        pressure.measureRate(kind, length);
      }
    }
    System.exit(0);
  }

  private void measureRate(PodChanges.Kind kind, Duration length) throws Exception {
    Path output = directory.resolve(kind.name());
    try (RubikProcess rubik = RubikProcess.start(node.scratch(), output)) {
      rubik.awaitOutput("ready: ");
      changes.makeEvenly(kind, WARM_UP);
      rubik.requireAlive();
      ProcessFigures figures = new ProcessFigures(rubik.pid());
      Duration before = figures.cpu();
      long start = System.nanoTime();
      int made = changes.makeEvenly(kind, length);
      double nanos = System.nanoTime() - start;
      rubik.requireAlive();
      Duration used = figures.cpu().minus(before);
      System.out.printf(
          "  %-18s %6d changes, %3.0f a second: CPU %5d ms, %4.1f %% of one core, %3.0f us a"
              + " change; VmRSS %.1f MB; %d log lines%n",
          kind,
          made,
          made / (nanos / SECOND.toNanos()),
          used.toMillis(),
          100 * used.toNanos() / nanos,
          used.toNanos() / 1000.0 / made,
          figures.kilobytes("VmRSS") / 1000.0,
          lines(output));
      rubik.stop();
    }
  }

  private void measureMany(int count) throws Exception {
    try (RubikProcess rubik = RubikProcess.start(node.scratch(), directory.resolve("many.out"))) {
      rubik.awaitOutput("ready: ");
      ProcessFigures figures = new ProcessFigures(rubik.pid());
      System.out.printf("%d changes, as fast as they are taken:%n", count);
      System.out.println("  after              VmRSS MB  RssAnon MB  descriptors   CPU ms");
      int part = count / PARTS;
      for (int done = part; done <= count; done += part) {
        asFastAsTaken(rubik, part);
        System.out.printf(
            "  %-16d %10.1f  %10.1f  %11d  %7d%n",
            done,
            figures.kilobytes("VmRSS") / 1000.0,
            figures.kilobytes("RssAnon") / 1000.0,
            figures.descriptors(),
            figures.cpu().toMillis());
      }
      rubik.stop();
    }
  }

  /** Changes pods in portions that the server remembers, and waits until each is handled. */
  private void asFastAsTaken(RubikProcess rubik, int count) throws IOException, TimeoutException {
    for (int left = count; left > 0; left -= PORTION) {
      changes.make(PodChanges.Kind.STATUS_NOISE, Math.min(left, PORTION) - 1);
      String container = node.newContainer(0);
      Eventually.until(
          "the changes are handled",
          PATIENCE,
          () -> {
            rubik.requireAlive();
            return node.isHandled(container);
          });
    }
  }

  private static long lines(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    }
  }
}
