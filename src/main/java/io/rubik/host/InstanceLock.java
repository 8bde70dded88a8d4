package io.rubik.host;

import io.rubik.problem.Reason;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The lock that lets one rubik run on a node: an flock(2) on a file and on its directory, which the
 * kernel lifts however the process ends. The one on the directory is there where the file cannot be
 * made, as on a disk that is full.
 */
public final class InstanceLock implements AutoCloseable {

  private static final int OWNER_ONLY = 0600;
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final long LOOK_NANOS = Duration.ofMillis(25).toNanos();

  private final SystemCalls calls;
  private final Path file;
  private final List<Integer> descriptors = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private InstanceLock(SystemCalls calls, Path file) {
    this.calls = calls;
    this.file = file;
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
   * and leaves the file as it is. A file that cannot be made or written does not prevent it.
   */
  public static InstanceLock acquire(SystemCalls calls, Path file) throws IOException {
    InstanceLock lock = new InstanceLock(calls, file);
    try {
      lock.takeDirectory();
      lock.takeFile();
      return lock;
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  /** Returns what could not be done, for the log. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  private void takeDirectory() throws IOException {
    Path directory = file.resolveSibling("");
    try {
      Files.createDirectories(directory);
      restrict(directory, DIRECTORY);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(directory + " is in the way: it is not a directory", e);
    } catch (AccessDeniedException e) {
      throw new IOException(directory + ": permission denied; rubik runs as root", e);
    }
    take(calls.openDirectory(directory.toString()));
  }

  private void takeFile() throws IOException {
    int descriptor;
    try {
      descriptor = calls.open(file.toString(), OWNER_ONLY);
    } catch (SystemCalls.NoRoomException e) {
      warnings.add(e.getMessage() + "; the lock is on the directory alone, and names no pid");
      return;
    }
    take(descriptor);
    restrict(file, FILE);
    try {
      Files.writeString(
          file,
          ProcessHandle.current().pid() + "\n",
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      warnings.add(
          file + ": this process's pid cannot be written into it: " + Reason.withoutPath(e));
    }
  }

  private void take(int descriptor) throws IOException {
    descriptors.add(descriptor);
    if (!calls.tryLock(descriptor)) {
      String pid = LockHolder.pid(file, () -> LockSupport.parkNanos(LOOK_NANOS));
      throw new HeldException("rubik is already running as pid " + pid + ": " + file);
    }
  }

  private void restrict(Path path, Set<PosixFilePermission> mode) throws IOException {
    if (Files.getPosixFilePermissions(path).equals(mode)) {
      return;
    }
    try {
      Files.setPosixFilePermissions(path, mode);
    } catch (AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      warnings.add(path + ": its mode cannot be set: " + Reason.withoutPath(e));
    }
  }

  /** Releases the lock; the file stays: another start might lock one about to be deleted. */
  @Override
  public void close() {
    descriptors.forEach(calls::close);
    descriptors.clear();
  }
}
