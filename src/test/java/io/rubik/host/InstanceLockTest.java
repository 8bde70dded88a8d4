package io.rubik.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Works on a real directory:
 *
 * <pre>
 *   run/rubik/rubik.lock
 * </pre>
 */
final class InstanceLockTest {

  private static final String OWN_PID = ProcessHandle.current().pid() + "\n";

  @TempDir Path root;
  private final SystemCalls calls = SystemCalls.open();
  private Path directory;
  private Path file;

  @BeforeEach
  void namePaths() {
    directory = root.resolve("run/rubik");
    file = directory.resolve("rubik.lock");
  }

  @Test
  void holderWritesItsPid() throws IOException {
    try (InstanceLock _ = acquire()) {
      assertEquals(OWN_PID, Files.readString(file));
    }
  }

  @Test
  void secondProcessReportsThePidOfTheFirst() throws Exception {
    try (InstanceLock _ = acquire();
        LockingChild child = LockingChild.start(file)) {
      assertEquals(
          "HeldException: rubik is already running as pid " + OWN_PID.strip() + ": " + file,
          child.answer());
      assertEquals(OWN_PID, Files.readString(file));
    }
  }

  @Test
  void lockOfAnotherProcessIsRespectedAndItsFileLeftAsItIs() throws Exception {
    try (LockingChild child = LockingChild.start(file)) {
      assertEquals("locked", child.answer());
      byte[] before = Files.readAllBytes(file);

      IOException e = assertThrows(InstanceLock.HeldException.class, this::acquire);

      assertEquals("rubik is already running as pid " + child.pid() + ": " + file, e.getMessage());
      assertArrayEquals(before, Files.readAllBytes(file));
      assertEquals(child.pid() + "\n", Files.readString(file));
    }
  }

  @Test
  void lockIsGoneWhenItsHolderIsKilled() throws Exception {
    LockingChild child = LockingChild.start(file);
    assertEquals("locked", child.answer());

    child.close();

    try (InstanceLock _ = acquire()) {
      assertEquals(OWN_PID, Files.readString(file));
    }
  }

  @Test
  void lockCanBeTakenAgainOnceReleased() throws IOException {
    acquire().close();

    try (InstanceLock _ = acquire()) {
      assertThrows(InstanceLock.HeldException.class, this::acquire);
    }
  }

  @Test
  void staleFileIsNoObstacle() throws IOException {
    Files.createDirectories(directory);
    Files.writeString(file, "4194304 and a line\nthat is longer than any pid\n");

    try (InstanceLock _ = acquire()) {
      assertEquals(OWN_PID, Files.readString(file));
    }
  }

  /** The file's bytes, which are no UTF-8, hid that the lock was held. */
  @Test
  void heldLockWhoseFileHoldsNoPidIsHeldByAnUnknown() throws IOException {
    try (InstanceLock _ = acquire()) {
      for (byte[] odd : new byte[][] {{}, {'\n'}, {(byte) 0xff, 0}, "12\n34".getBytes(UTF_8)}) {
        Files.write(file, odd);

        IOException e = assertThrows(InstanceLock.HeldException.class, this::acquire);

        assertEquals("rubik is already running as pid unknown: " + file, e.getMessage());
      }
    }
  }

  @Test
  void directoryAndFileAreForRootAlone() throws IOException {
    try (InstanceLock _ = acquire()) {
      assertEquals("rwx------", mode(directory));
      assertEquals("rw-------", mode(file));
    }
  }

  @Test
  void laxModesAreTightened() throws IOException {
    Files.createDirectories(directory);
    Files.createFile(file);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

    try (InstanceLock _ = acquire()) {
      assertEquals("rwx------", mode(directory));
      assertEquals("rw-------", mode(file));
    }
  }

  @Test
  void symbolicLinkIsRefusedAndItsTargetUntouched() throws IOException {
    Files.createDirectories(directory);
    Path target = Files.writeString(root.resolve("target"), "mine\n");
    String mode = mode(target);
    Files.createSymbolicLink(file, target);

    IOException e = assertThrows(IOException.class, this::acquire);

    assertEquals(file + ": cannot be opened: It is a symbolic link", e.getMessage());
    assertEquals("mine\n", Files.readString(target));
    assertEquals(mode, mode(target));
  }

  @Test
  void symbolicLinkToNothingMakesNoFile() throws IOException {
    Files.createDirectories(directory);
    Files.createSymbolicLink(file, root.resolve("missing"));

    assertThrows(IOException.class, this::acquire);

    assertFalse(Files.exists(root.resolve("missing")));
  }

  @Test
  void directoryInPlaceOfTheFileIsAnError() throws IOException {
    Files.createDirectories(file);

    IOException e = assertThrows(IOException.class, this::acquire);

    assertEquals(file + ": cannot be opened: Is a directory", e.getMessage());
  }

  /** The message was the path and nothing else. */
  @Test
  void fileInPlaceOfTheDirectoryIsAnError() throws IOException {
    Files.createDirectories(directory.getParent());
    Files.createFile(directory);

    IOException e = assertThrows(IOException.class, this::acquire);

    assertEquals(directory + " is in the way: it is not a directory", e.getMessage());
  }

  @Test
  void umaskHoldsForWhatTheProcessMakes() throws Exception {
    try (LockingChild child = LockingChild.start(file)) {
      assertEquals("locked", child.answer());

      assertEquals("rw-------", mode(directory.resolve("made")));
      assertEquals("rwx------", mode(directory.resolve("made.d")));
    }
  }

  @Test
  void lockIsTheOneOfFlock() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/flock")));
    try (InstanceLock _ = acquire()) {
      assertEquals(1, flock("-n", file.toString(), "true"));
    }
    assertEquals(0, flock("-n", file.toString(), "true"));
  }

  /** A child of the daemon that inherited the descriptor would keep the lock after its end. */
  @Test
  void lockIsNotInherited() throws Exception {
    InstanceLock lock = acquire();
    Process cat = new ProcessBuilder("cat").start();
    lock.close();

    try (InstanceLock _ = acquire()) {
      assertEquals(true, cat.isAlive());
    } finally {
      cat.destroyForcibly().waitFor();
    }
  }

  private InstanceLock acquire() throws IOException {
    return InstanceLock.acquire(calls, file);
  }

  private static int flock(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of("/usr/bin/flock")));
    builder.command().addAll(List.of(arguments));
    return builder.start().waitFor();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
