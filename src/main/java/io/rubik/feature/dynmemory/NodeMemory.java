package io.rubik.feature.dynmemory;

import io.rubik.feature.UnavailableException;
import io.rubik.host.HostPaths;
import io.rubik.host.MemInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.tinylog.Logger;

/** What {@code /proc/meminfo} says of the node; while it says nothing, all stays as it is. */
final class NodeMemory {

  private final Path file;
  private Optional<MemInfo> last = Optional.empty();
  private boolean isSilent;

  NodeMemory(HostPaths host) {
    this.file = host.resolve("/proc/meminfo");
  }

  /** Reads it; empty when it cannot be, which is told when it begins and when it ends. */
  Optional<MemInfo> now() {
    try {
      MemInfo node = read();
      if (isSilent) {
        Logger.info("{} says how much memory is free again", file);
      }
      isSilent = false;
      return Optional.of(node);
    } catch (UnavailableException e) {
      if (!isSilent) {
        Logger.error("{}; nothing is changed until then", e.getMessage());
      }
      isSilent = true;
      return Optional.empty();
    }
  }

  /** Returns what it said last; fails when it has said nothing yet. */
  MemInfo last() throws UnavailableException {
    return last.isPresent() ? last.get() : read();
  }

  private MemInfo read() throws UnavailableException {
    try {
      MemInfo node = MemInfo.parse(Files.readString(file));
      last = Optional.of(node);
      return node;
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      throw new UnavailableException(
          file + " does not say how much memory is free (" + e + "); mount proc on /proc");
    }
  }
}
