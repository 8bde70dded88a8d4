package io.rubik.soak;

import io.rubik.daemon.Eventually;
import io.rubik.daemon.RubikProcess;
import io.rubik.daemon.ScratchNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The daemon under test, which ends and starts again; each start has an output of its own. */
final class Rubik implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ScratchNode node;
  private final Path directory;
  private final Sight sight;
  private final List<Path> outputs = new ArrayList<>();
  private @Nullable RubikProcess process;
  private @Nullable LogReader reader;
  private long startedNanos;

  Rubik(ScratchNode node, Path directory, Sight sight) {
    this.node = node;
    this.directory = directory;
    this.sight = sight;
    sight.lose("rubik down");
  }

  /** Starts it. */
  synchronized void start() throws IOException {
    Path output = nextOutput();
    RubikProcess fresh = RubikProcess.startPiped(node, output);
    LogReader opened = new LogReader(fresh.pipe(), output);
    opened.start(fresh::isAlive);
    reader = opened;
    started(fresh);
  }

  /** Starts it where /run/rubik, which it alone sees, takes nothing more. */
  synchronized void startOnFullDisk() throws IOException {
    Path run = Files.createDirectories(node.root().resolve("run/rubik"));
    String commands =
        "mount -t tmpfs -o size=4k,mode=700 tmpfs '%s'\ncat /dev/zero >'%s/full' 2>&- || true"
            .formatted(run, run);
    reader = null;
    started(RubikProcess.startAfter(commands, node, nextOutput()));
  }

  private Path nextOutput() {
    Path output = directory.resolve("rubik-" + (outputs.size() + 1) + ".log");
    outputs.add(output);
    return output;
  }

  private void started(RubikProcess fresh) {
    process = fresh.endingWithThisProcess();
    startedNanos = System.nanoTime();
    sight.regain("rubik down", Bound.AFTER_START);
  }

  /** Has nobody read what it prints, or somebody again. */
  synchronized void stallReader(boolean isStalled) {
    if (reader != null) {
      reader.stall(isStalled);
    }
  }

  /** Ends it as the kernel does a process that took too much memory. */
  synchronized void kill() {
    sight.lose("rubik down");
    running().close();
  }

  /** Ends it as the service manager does, and returns its exit status. */
  synchronized int stop() throws IOException, InterruptedException, TimeoutException {
    awaitFirstLine();
    sight.lose("rubik down");
    return running().stop();
  }

  /** Sends a signal such as {@code HUP}. */
  synchronized void signal(String name) throws IOException, InterruptedException, TimeoutException {
    awaitFirstLine();
    running().signal(name);
  }

  /** Returns its process ID. */
  synchronized long pid() {
    return running().pid();
  }

  /** Returns for how long it has run. */
  synchronized long ageNanos() {
    return System.nanoTime() - startedNanos;
  }

  /** Returns whether it runs, as it should unless it was ended here. */
  synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Returns the outputs, one a start, with all that was printed so far. */
  synchronized List<Path> outputs() throws IOException {
    LogReader open = reader;
    if (open != null && isAlive()) {
      open.finish();
    }
    return List.copyOf(outputs);
  }

  @Override
  public synchronized void close() {
    if (process != null) {
      process.close();
    }
  }

  /** Until shortly before its first line it has no handlers of signals, and dies of any. */
  private void awaitFirstLine() throws IOException, TimeoutException {
    Eventually.until("rubik prints", PATIENCE, () -> !isAlive() || hasPrinted());
  }

  private boolean hasPrinted() throws IOException {
    return reader == null ? Files.size(outputs.getLast()) > 0 : reader.hasAny();
  }

  private RubikProcess running() {
    if (process == null) {
      throw new IllegalStateException("rubik was not started");
    }
    return process;
  }
}
