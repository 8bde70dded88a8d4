package io.rubik.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lock on a file system that takes nothing more: a real one, of some kilobytes, which only a
 * child in mounts of its own sees. It failed on each.
 */
final class LockOnFullDiskTest {

  private static final String FILL = "cat /dev/zero >'%s/filler' 2>/dev/null || true\n";

  @TempDir Path root;
  private Path directory;
  private Path file;

  @BeforeEach
  void makeDirectory() throws Exception {
    directory = Files.createDirectories(root.resolve("run/rubik"));
    file = directory.resolve("rubik.lock");
    Process unshare = new ProcessBuilder("unshare", "-Urm", "true").start();
    assumeTrue(unshare.waitFor() == 0, "no user namespace can be made, to mount a full disk in");
  }

  private String answer(String mountOptions, String commands) throws IOException {
    String mount = "mount -t tmpfs -o mode=700,%s tmpfs '%s'\n".formatted(mountOptions, directory);
    String script = mount + commands.formatted(directory, directory, directory);
    try (LockingChild child = LockingChild.startAfter(script, file)) {
      return child.answer().replace(directory.toString(), "DIR");
    }
  }

  @Test
  void fullDiskCostsThePid() throws IOException {
    assertEquals(
        "locked once, rubik is already running as pid unknown: DIR/rubik.lock"
            + " [DIR/rubik.lock: this process's pid cannot be written into it:"
            + " No space left on device]",
        answer("size=4k", FILL));
  }

  @Test
  void withoutAnInodeTheDirectoryIsLocked() throws IOException {
    assertEquals(
        "locked once, rubik is already running as pid unknown: DIR/rubik.lock"
            + " [DIR/rubik.lock: cannot be opened: No space left on device;"
            + " the lock is on the directory alone, and names no pid]",
        answer("nr_inodes=1", ""));
  }

  @Test
  void readOnlyDiskIsLocked() throws IOException {
    String answer =
        answer("size=8k", "echo 1 >'%s/rubik.lock'\nmount -o remount,ro '%s'\n: '%s'\n");

    assertTrue(answer.startsWith("locked once, rubik is already running as pid "), answer);
    assertTrue(answer.contains("pid cannot be written into it: Read-only file system"), answer);
  }

  @Test
  void readOnlyDiskWithoutAFileIsLocked() throws IOException {
    String answer = answer("size=8k", "mount -o remount,ro '%s'\n");

    assertTrue(answer.startsWith("locked once, rubik is already running as pid unknown"), answer);
    assertTrue(answer.contains("the lock is on the directory alone"), answer);
  }
}
