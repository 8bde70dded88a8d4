package io.rubik.soak;

import io.rubik.daemon.RubikProcess;
import io.rubik.daemon.ScratchNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The daemon under test, which ends and starts again; each start has an output of its own. */
final class Rubik implements AutoCloseable {

  private final ScratchNode node;
  private final Path directory;
  private final Sight sight;
  private final List<Path> outputs = new ArrayList<>();
  private @Nullable RubikProcess process;
  private long startedNanos;

  Rubik(ScratchNode node, Path directory, Sight sight) {
    this.node = node;
    this.directory = directory;
    this.sight = sight;
    sight.lose("rubik down");
  }

  /** Starts it. */
  synchronized void start() throws IOException {
    Path output = directory.resolve("rubik-" + (outputs.size() + 1) + ".log");
    outputs.add(output);
    process = RubikProcess.start(node, output).endingWithThisProcess();
    startedNanos = System.nanoTime();
    sight.regain("rubik down", Bound.AFTER_START);
  }

  /** Ends it as the kernel does a process that took too much memory. */
  synchronized void kill() {
    sight.lose("rubik down");
    running().close();
  }

  /** Ends it as the service manager does, and returns its exit status. */
  synchronized int stop() throws InterruptedException, TimeoutException {
    sight.lose("rubik down");
    return running().stop();
  }

  /** Sends a signal such as {@code HUP}. */
  synchronized void signal(String name) throws IOException, InterruptedException {
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

  /** Returns the outputs, one a start. */
  synchronized List<Path> outputs() {
    return List.copyOf(outputs);
  }

  @Override
  public synchronized void close() {
    if (process != null) {
      process.close();
    }
  }

  private RubikProcess running() {
    if (process == null) {
      throw new IllegalStateException("rubik was not started");
    }
    return process;
  }
}
