package io.rubik.usage;

import io.rubik.capability.UnavailableException;
import io.rubik.host.HostPaths;
import io.rubik.host.KernelFile;
import io.rubik.loop.Ticker;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The memory of the node, as {@code /proc/meminfo} says. Any thread may use it. */
public final class NodeMemory {

  private final Path file;
  private final SharedReading<MemInfo> reading;
  private final ProblemLog<Path> problems;

  /** What is asked of the node's memory. */
  public interface Part<T> {
    /** Returns it; fails when the kernel does not say it, with what to do. */
    T of(MemInfo node) throws IOException;
  }

  NodeMemory(HostPaths host, Ticker ticker) {
    this.file = host.resolve("/proc/meminfo");
    this.reading = new SharedReading<>(ticker, this::read);
    this.problems = new ProblemLog<>(ticker);
  }

  /** Returns a part of how it is now; empty when it cannot be read, a problem until it can. */
  public <T> Optional<T> now(Part<T> part) {
    return read(reading::now, part);
  }

  /** Returns a part of how it is at this very moment; empty as {@link #now}. */
  public <T> Optional<T> fresh(Part<T> part) {
    return read(reading::fresh, part);
  }

  private <T> Optional<T> read(SharedReading.Source<MemInfo> source, Part<T> part) {
    try {
      T value = part.of(source.read());
      problems.resolve(file);
      return Optional.of(value);
    } catch (IOException e) {
      problems.report(
          file,
          Problem.error(
              file.toString(),
              Reason.of(e) + "; whatever depends on it stays unchanged until it can be read"));
      return Optional.empty();
    }
  }

  /** Returns a part of how it was when it was read last; fails when it could not be read so far. */
  public <T> T last(Part<T> part) throws UnavailableException {
    try {
      return part.of(reading.last());
    } catch (IOException e) {
      throw new UnavailableException(file + " " + Reason.of(e));
    }
  }

  private MemInfo read() throws IOException {
    try {
      return MemInfo.parse(KernelFile.read(file));
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      throw new IOException(
          "does not say how much memory is free (" + Reason.of(e) + "); mount proc on /proc", e);
    }
  }
}
