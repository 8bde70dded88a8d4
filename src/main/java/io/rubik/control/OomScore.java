package io.rubik.control;

import io.rubik.host.KernelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The {@code oom_score_adj} of one process, as it was read.
 *
 * @param file {@code /proc/PID/oom_score_adj} (Documentation/filesystems/proc.rst, 3.1)
 */
record OomScore(Path file, int value) {

  /** Returns that of a process, empty when it has ended. */
  static Optional<OomScore> read(Path file) throws IOException {
    String text;
    try {
      text = KernelFile.read(file).strip();
    } catch (IOException e) {
      return orIfEnded(file, e, Optional.empty());
    }
    try {
      return Optional.of(new OomScore(file, Integer.parseInt(text)));
    } catch (NumberFormatException e) {
      throw new IOException(file + ": holds \"" + text + "\": " + e.getMessage(), e);
    }
  }

  /** Returns whether it was written: false when the process has ended. */
  boolean write(int wanted) throws IOException {
    try {
      KernelFile.write(file, String.valueOf(wanted));
      return true;
    } catch (IOException e) {
      return orIfEnded(file, e, false);
    }
  }

  /** A process may end between any two steps: the kernel then says ESRCH, or the file is gone. */
  private static <T> T orIfEnded(Path file, IOException failure, T ended) throws IOException {
    if (Files.notExists(file) || String.valueOf(failure.getMessage()).contains("No such process")) {
      return ended;
    }
    throw failure;
  }
}
