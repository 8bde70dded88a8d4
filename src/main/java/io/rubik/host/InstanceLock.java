package io.rubik.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The lock that lets one rubik run on a node: an flock(2) on a file, which the kernel lifts however
 * the process ends.
 */
public final class InstanceLock implements AutoCloseable {

  private static final int OWNER_ONLY = 0600;
  private static final int MAX_PID_BYTES = 20;

  private final SystemCalls calls;
  private final int descriptor;

  private InstanceLock(SystemCalls calls, int descriptor) {
    this.calls = calls;
    this.descriptor = descriptor;
  }

  /** Another process has the lock. */
  public static final class HeldException extends IOException {

    @Serial private static final long serialVersionUID = 1;

    private HeldException(String message) {
      super(message);
    }
  }

  /**
   * Takes the lock and writes this process's pid into the file, or fails with {@link HeldException}
   * and leaves the file as it is.
   */
  public static InstanceLock acquire(SystemCalls calls, Path file) throws IOException {
    Path directory = file.getParent();
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    int descriptor = calls.open(file.toString(), OWNER_ONLY);
    try {
      if (!calls.tryLock(descriptor)) {
        throw new HeldException("rubik is already running as pid " + holder(file) + ": " + file);
      }
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      Files.writeString(
          file,
          ProcessHandle.current().pid() + "\n",
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);
      return new InstanceLock(calls, descriptor);
    } catch (IOException e) {
      calls.close(descriptor);
      throw e;
    }
  }

  /** Whatever the file holds, or if it cannot be read, the lock is held. */
  private static String holder(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String pid = new String(in.readNBytes(MAX_PID_BYTES), StandardCharsets.US_ASCII).strip();
      return pid.matches("[0-9]+") ? pid : "unknown";
    } catch (IOException _) {
      return "unknown";
    }
  }

  /** Gives the lock back; the file stays, so that nobody locks one that is about to vanish. */
  @Override
  public void close() {
    calls.close(descriptor);
  }
}
