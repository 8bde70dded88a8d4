package io.rubik.bench;

import io.rubik.daemon.Eventually;
import io.rubik.daemon.RubikProcess;
import io.rubik.standin.Fault;
import io.rubik.standin.FaultKind;
import io.rubik.standin.StandInServer;
import io.rubik.standin.StandInSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Measures how many events of a watch the packaged daemon handles a second when they are all there
 * at once, and how many a plain reader takes that does nothing with them, in turn.
 *
 * <pre>
 * Events DIRECTORY EVENTS ROUNDS
 * </pre>
 */
public final class Events {

  private static final int PODS = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path directory;
  private final StandInServer server;
  private final BenchNode node;
  private final PodChanges changes;
  private final int events;

  private Events(Path directory, StandInServer server, int events) throws IOException {
    this.directory = directory;
    this.server = server;
    this.node = BenchNode.create(directory, server, PODS);
    this.changes = new PodChanges(server.pods(), PODS);
    this.events = events;
  }

  /** Measures, and prints the results. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    int events = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    StandInSettings settings = StandInSettings.defaults().withHistoryLimit(2 * events);
    measure(directory.resolve("http1"), settings.withHttp1Only(), events, rounds);
    measure(directory.resolve("http2"), settings, events, rounds);
    System.exit(0);
  }

  private static void measure(Path directory, StandInSettings settings, int events, int rounds)
      throws Exception {
    Files.createDirectories(directory);
    try (StandInServer server = StandInServer.start(settings)) {
      new Events(directory, server, events).measure(settings.http2(), rounds);
    }
  }

  private void measure(boolean http2, int rounds) throws Exception {
    List<Double> reader = new ArrayList<>();
    readPlainly(http2, rounds, reader);
    List<Double> daemon = new ArrayList<>();
    String process = handle(rounds, daemon);
    readPlainly(http2, rounds, reader);
    System.out.printf(
        "%s, %d events of %d bytes at once:%n  reader %s%n  rubik  %s%n  ratio %.2f; %s%n",
        http2 ? "HTTP/2" : "HTTP/1.1",
        events,
        server.pods().all().getFirst().toString().length(),
        row(reader),
        row(daemon),
        median(daemon) / median(reader),
        process);
  }

  /** Begins with a round that does not count. */
  private void readPlainly(boolean http2, int rounds, List<Double> rates) throws Exception {
    try (PlainReader reader = PlainReader.open(server, http2)) {
      for (int round = -1; round < rounds; round++) {
        prepare();
        double rate = perSecond(() -> reader.take(events));
        if (round >= 0) {
          rates.add(rate);
        }
      }
    }
    awaitWatches(0);
  }

  /** The same by the daemon; returns what it took. */
  private String handle(int rounds, List<Double> rates) throws Exception {
    try (RubikProcess rubik = RubikProcess.start(node.scratch(), directory.resolve("out"))) {
      rubik.awaitOutput("ready: ");
      ProcessFigures figures = new ProcessFigures(rubik.pid());
      Duration before = Duration.ZERO;
      for (int round = -1; round < rounds; round++) {
        String last = prepare();
        double rate =
            perSecond(
                () -> Eventually.until("all are handled", PATIENCE, () -> node.isHandled(last)));
        if (round >= 0) {
          rates.add(rate);
        } else {
          before = figures.cpu();
        }
      }
      long micros = figures.cpu().minus(before).toNanos() / 1000;
      String taken =
          "CPU of rubik %d us an event, VmRSS at most %.1f MB"
              .formatted(micros / ((long) events * rounds), figures.kilobytes("VmHWM") / 1000.0);
      rubik.stop();
      awaitWatches(0);
      return taken;
    }
  }

  /** Has the events wait for the one watch, and returns the cgroup that the last one is about. */
  private String prepare() throws IOException, InterruptedException, TimeoutException {
    awaitWatches(1);
    server.faults().inject(Fault.of(FaultKind.WATCH_SILENT));
    changes.make(PodChanges.Kind.STATUS_NOISE, events - 1);
    return node.newContainer(0);
  }

  private void awaitWatches(int watches) throws InterruptedException, TimeoutException {
    if (!server.watches().await(watches, PATIENCE)) {
      throw new TimeoutException("not " + watches + " watches");
    }
  }

  private interface Taking {
    void take() throws IOException, TimeoutException;
  }

  /** Returns the events a second, from the moment the first one is sent. */
  private double perSecond(Taking taking) throws IOException, TimeoutException {
    long start = System.nanoTime();
    server.faults().clear();
    taking.take();
    return events * 1e9 / (System.nanoTime() - start);
  }

  private static String row(List<Double> rates) {
    StringBuilder row = new StringBuilder("%5.0f a second (median);".formatted(median(rates)));
    rates.forEach(rate -> row.append(" %.0f".formatted(rate)));
    return row.toString();
  }

  private static double median(List<Double> rates) {
    List<Double> sorted = new ArrayList<>(rates);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
