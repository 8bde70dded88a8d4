package io.rubik.feature.dynmemory;

import io.rubik.capability.UnavailableException;
import io.rubik.host.HostPaths;
import io.rubik.host.MemInfo;
import io.rubik.loop.Ticker;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What {@code /proc/meminfo} says of the node; while it says nothing, all stays as it is. */
final class NodeMemory {

  private final Path file;
  private Optional<MemInfo> last = Optional.empty();
  private final ProblemLog<Path> problems;

  NodeMemory(HostPaths host, Ticker ticker) {
    this.file = host.resolve("/proc/meminfo");
    this.problems = new ProblemLog<>(ticker);
  }

  /** Reads it; empty when it cannot be read, which is a problem until it can. */
  Optional<MemInfo> now() {
    try {
      MemInfo node = read();
      problems.resolve(file);
      return Optional.of(node);
    } catch (IOException e) {
      problems.report(
          file, Problem.error(file.toString(), Reason.of(e) + "; no limit changes until then"));
      return Optional.empty();
    }
  }

  /** Returns what it said last; fails when it could not be read so far. */
  MemInfo last() throws UnavailableException {
    try {
      return last.isPresent() ? last.get() : read();
    } catch (IOException e) {
      throw new UnavailableException(file + " " + e.getMessage());
    }
  }

  private MemInfo read() throws IOException {
    try {
      MemInfo node = MemInfo.parse(Files.readString(file));
      last = Optional.of(node);
      return node;
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      throw new IOException(
          "does not say how much memory is free (" + Reason.of(e) + "); mount proc on /proc", e);
    }
  }
}
