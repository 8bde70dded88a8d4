package io.rubik.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds out which process has the lock, by what the lock's file says. */
final class LockHolder {

  private static final int MAX_PID_BYTES = 20;
  private static final int LOOKS = 20;

  private LockHolder() {}

  /**
   * Returns the pid of the holder. A file that names no live process is looked at again after a
   * pause, for a holder writes its pid a moment after it has the lock; {@code unknown} in the end.
   */
  static String pid(Path file, Runnable pause) {
    Optional<String> pid = look(file);
    for (int look = 1; look < LOOKS && pid.isEmpty(); look++) {
      pause.run();
      pid = look(file);
    }
    return pid.orElse("unknown");
  }

  /** Whatever the file holds, or if it cannot be read, the lock is held. */
  private static Optional<String> look(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String pid = new String(in.readNBytes(MAX_PID_BYTES), StandardCharsets.US_ASCII).strip();
      return Optional.of(pid).filter(LockHolder::isAlive);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static boolean isAlive(String pid) {
    return pid.matches("[0-9]{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isPresent();
  }
}
