package io.rubik.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads what a daemon prints, into a file. It leaves the pipe nearly full, so that the daemon has
 * no room left soon after it stalls.
 */
final class LogReader {

  private static final Duration LOOK = Duration.ofMillis(10);

  /** Of the 65,536 bytes that a pipe holds. */
  private static final int LEFT_BYTES = 60_000;

  private final InputStream pipe;
  private final Path file;
  private volatile int leftBytes = LEFT_BYTES;
  private volatile boolean stalled;

  LogReader(InputStream pipe, Path file) {
    this.pipe = pipe;
    this.file = file;
  }

  /** Reads until the daemon ends. */
  void start(RubikState rubik) {
    Thread.ofPlatform().daemon().name("reader").start(() -> read(rubik));
  }

  /** Whether the daemon still prints. */
  interface RubikState {
    boolean isAlive();
  }

  /** Reads nothing from now on, or everything again. */
  void stall(boolean isStalled) {
    stalled = isStalled;
  }

  /** Leaves nothing in the pipe from now on, and waits until that is so. */
  void finish() throws IOException {
    leftBytes = 0;
    for (int i = 0; i < 1000 && pipe.available() > 0; i++) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  /** Returns whether the daemon has printed anything. */
  boolean hasAny() throws IOException {
    return (Files.exists(file) && Files.size(file) > 0) || pipe.available() > 0;
  }

  private void read(RubikState rubik) {
    try (OutputStream out = Files.newOutputStream(file)) {
      while (rubik.isAlive()) {
        int ready = stalled ? 0 : pipe.available() - leftBytes;
        if (ready > 0) {
          out.write(pipe.readNBytes(ready));
        } else {
          LockSupport.parkNanos(LOOK.toNanos());
        }
      }
      pipe.transferTo(out);
    } catch (IOException _) {
      // it was killed, and its pipe closed with it
    }
  }
}
