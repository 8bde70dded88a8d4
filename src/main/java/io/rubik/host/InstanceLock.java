package io.rubik.host;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The lock that lets one rubik run on a node: an flock(2) on a file, which the kernel lifts however
 * the process ends.
 */
public final class InstanceLock implements AutoCloseable {

  private static final int OWNER_ONLY = 0600;
  private static final long LOOK_NANOS = Duration.ofMillis(25).toNanos();

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
    makePrivateDirectoryOf(file);
    int descriptor = calls.open(file.toString(), OWNER_ONLY);
    try {
      if (!calls.tryLock(descriptor)) {
        String pid = LockHolder.pid(file, () -> LockSupport.parkNanos(LOOK_NANOS));
        throw new HeldException("rubik is already running as pid " + pid + ": " + file);
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

  private static void makePrivateDirectoryOf(Path file) throws IOException {
    Path directory = file.getParent();
    try {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    } catch (FileAlreadyExistsException e) {
      throw new IOException(directory + " is in the way: it is not a directory", e);
    } catch (AccessDeniedException e) {
      throw new IOException(directory + ": permission denied; rubik runs as root", e);
    }
  }

  /** Releases the lock; the file stays: another start might lock one about to be deleted. */
  @Override
  public void close() {
    calls.close(descriptor);
  }
}
