package io.rubik.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.Thrown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RotatingFileTest {

  private static final int MEBIBYTE = 1024 * 1024;

  @TempDir Path root;
  private final AtomicLong nanos = new AtomicLong();
  private Path directory;
  private Path log;

  @BeforeEach
  void namePaths() {
    directory = root.resolve("var/log/rubik");
    log = directory.resolve("rubik.log");
  }

  @Test
  void nothingHappensBeforeOpen() throws IOException {
    rotatingFile();

    assertTrue(isEmpty(root));
  }

  @Test
  void directoryAndFilesAreAccessibleOnlyToTheOwner() throws IOException {
    rotatingFile().open();

    assertEquals("rwx------", mode(directory));
    assertEquals("rw-------", mode(log));
    assertEquals("rwxr-xr-x", mode(root.resolve("var/log")));
  }

  @Test
  void laxModesAreTightened() throws IOException {
    Files.createDirectories(directory);
    for (Path lax : List.of(log, numbered(1), numbered(9))) {
      Files.setPosixFilePermissions(
          Files.createFile(lax), PosixFilePermissions.fromString("rw-rw-rw-"));
    }
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));

    rotatingFile().open();

    assertEquals("rwx------", mode(directory));
    assertEquals("rw-------", mode(log));
    assertEquals("rw-------", mode(numbered(1)));
    assertEquals("rw-------", mode(numbered(9)));
  }

  @Test
  void emptyDirectoryBecomesRubiksOwn() throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

    rotatingFile().open();

    assertEquals("rwx------", mode(directory));
  }

  /** An emptied one is no longer rubik's when another program has put a file there. */
  @Test
  void directoryThatOthersUseKeepsItsMode() throws IOException {
    Files.createDirectories(directory);
    Files.createFile(directory.resolve("rubik.log.10"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

    rotatingFile().open();

    assertEquals("rwxr-xr-x", mode(directory));
    assertEquals("rw-------", mode(log));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hs_err.log", "rubik.log.3", "lost+found"})
  void directoryWithWhatARubikLeftIsItsOwn(String left) throws IOException {
    Files.createDirectories(directory.resolve(left));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

    rotatingFile().open();

    assertEquals("rwx------", mode(directory));
  }

  @Test
  void symbolicLinkToADirectoryIsNotFollowed() throws IOException {
    Path other = Files.createDirectory(root.resolve("other"));
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectories(directory.getParent());
    Files.createSymbolicLink(directory, other);

    assertEquals(
        directory + " is a symbolic link; agent.logDir must name the directory",
        Thrown.message(IOException.class, () -> rotatingFile().open()));
    assertEquals("rwxr-xr-x", mode(other));
    assertTrue(isEmpty(other));
  }

  /** As every second, when the file is looked for. */
  @Test
  void directoryThatBecomesASymbolicLinkIsNotFollowed() throws IOException {
    RotatingFile file = rotatingFile();
    file.open();
    Path other = root.resolve("var/log/moved");
    Files.move(directory, other);
    Files.delete(other.resolve("rubik.log"));
    Files.createSymbolicLink(directory, other);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());

    assertThrows(IOException.class, () -> file.write(line("x")));

    assertTrue(isEmpty(other));
  }

  @Test
  void linesAreAppendedAfterARestart() throws IOException {
    RotatingFile before = rotatingFile();
    before.write(line("before"));
    before.close();

    rotatingFile().write(line("after"));

    assertEquals(List.of("before", "after"), Files.readAllLines(log));
    assertFalse(Files.exists(numbered(1)));
  }

  @Test
  void lineCutShortByACrashIsTerminated() throws IOException {
    Files.createDirectories(directory);
    Files.writeString(log, "whole\nhal");

    rotatingFile().write(line("next"));

    assertEquals(List.of("whole", "hal", "next"), Files.readAllLines(log));
  }

  @Test
  void lineThatFillsTheFileExactlyStaysInIt() throws IOException {
    RotatingFile file = rotatingFile();
    file.write(line("x".repeat(MEBIBYTE - 3)));

    file.write(line(""));
    assertEquals(MEBIBYTE - 1, Files.size(log));
    file.write(line(""));
    assertEquals(MEBIBYTE, Files.size(log));
    assertFalse(Files.exists(numbered(1)));

    file.write(line("next"));
    assertEquals(MEBIBYTE, Files.size(numbered(1)));
    assertEquals("next\n", Files.readString(log));
  }

  @Test
  void tenFilesAreKept() throws IOException {
    RotatingFile file = rotatingFile();

    for (int i = 0; i < 12; i++) {
      file.write(line(i + "x".repeat(MEBIBYTE - 100)));
    }

    assertTrue(Files.readString(log).startsWith("11x"));
    assertTrue(Files.readString(numbered(1)).startsWith("10x"));
    assertTrue(Files.readString(numbered(9)).startsWith("2x"));
    assertFalse(Files.exists(numbered(10)));
  }

  @Test
  void rotationThatFailedHalfwayDropsNoFurtherFile() throws IOException {
    Files.createDirectories(directory);
    for (int number = 2; number <= 9; number++) {
      Files.writeString(numbered(number), "old " + number);
    }
    RotatingFile file = rotatingFile();
    file.write(line("x".repeat(MEBIBYTE - 100)));

    file.write(line("y".repeat(1000)));

    assertTrue(Files.readString(numbered(1)).startsWith("x"));
    assertEquals("old 2", Files.readString(numbered(2)));
    assertEquals("old 9", Files.readString(numbered(9)));
  }

  @Test
  void removedFileIsNoticedWithinASecond() throws IOException {
    RotatingFile file = rotatingFile();
    file.write(line("before"));
    Files.delete(log);

    nanos.addAndGet(Duration.ofSeconds(1).toNanos() - 1);
    file.write(line("lost with the removed file"));
    assertFalse(Files.exists(log));

    nanos.addAndGet(1);
    file.write(line("after"));
    assertEquals(List.of("after"), Files.readAllLines(log));
    assertEquals("rw-------", mode(log));
  }

  @Test
  void removedDirectoryIsRecreated() throws IOException {
    RotatingFile file = rotatingFile();
    file.write(line("before"));
    Files.delete(log);
    Files.delete(directory);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());

    file.write(line("after"));

    assertEquals(List.of("after"), Files.readAllLines(log));
    assertEquals("rwx------", mode(directory));
  }

  @Test
  void replacedFileIsAppendedTo() throws IOException {
    RotatingFile file = rotatingFile();
    file.write(line("before"));
    Files.move(log, directory.resolve("rubik.log-20260131"));
    Files.writeString(log, "new\n");
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());

    file.write(line("after"));

    assertEquals(List.of("new", "after"), Files.readAllLines(log));
    assertEquals(List.of("before"), Files.readAllLines(directory.resolve("rubik.log-20260131")));
    assertEquals("rw-------", mode(log));
  }

  @Test
  void replacedFileIsNotRotatedAway() throws IOException {
    RotatingFile file = rotatingFile();
    file.write(line("x".repeat(MEBIBYTE - 100)));
    Files.delete(log);
    Files.writeString(log, "new\n");

    file.write(line("y".repeat(1000)));

    assertTrue(Files.readString(log).startsWith("new\nyyy"));
    assertFalse(Files.exists(numbered(1)));
  }

  @Test
  void fileEmptiedByAnotherProgramGrowsFromItsNewEnd() throws IOException {
    RotatingFile file = rotatingFile();
    file.write(line("x".repeat(MEBIBYTE - 100)));
    Files.writeString(log, "");
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());

    file.write(line("y".repeat(1000)));

    assertEquals(1001, Files.size(log));
    assertFalse(Files.exists(numbered(1)));
  }

  @Test
  void symbolicLinkIsNotFollowed() throws IOException {
    Path target = Files.writeString(root.resolve("target"), "mine\n");
    Files.createDirectories(directory);
    Files.createSymbolicLink(log, target);
    String mode = mode(target);

    IOException e = assertThrows(IOException.class, () -> rotatingFile().write(line("x")));

    assertEquals(log + " is not a regular file", e.getMessage());
    assertEquals("mine\n", Files.readString(target));
    assertEquals(mode, mode(target));
  }

  @Test
  void symbolicLinkAmongTheOlderFilesIsRenamedUnread() throws IOException {
    Path target = Files.writeString(root.resolve("target"), "mine\n");
    String mode = mode(target);
    Files.createDirectories(directory);
    Files.createSymbolicLink(numbered(1), target);
    RotatingFile file = rotatingFile();

    file.write(line("x".repeat(MEBIBYTE - 100)));
    file.write(line("y".repeat(1000)));

    assertEquals(target, Files.readSymbolicLink(numbered(2)));
    assertEquals("mine\n", Files.readString(target));
    assertEquals(mode, mode(target));
  }

  @Test
  void partialWriteIsCutOff() throws IOException {
    FullDisk disk = FullDisk.under(root);
    RotatingFile file = new RotatingFile(disk.wrapPath(directory), 10, nanos::get);
    file.write(line("whole"));

    disk.leaveRoom(4);
    assertThrows(IOException.class, () -> file.write(line("does not fit")));
    assertEquals("whole\n", Files.readString(log));

    disk.leaveRoom(100);
    file.write(line("fits"));
    assertEquals("whole\nfits\n", Files.readString(log));
  }

  /** A channel would be closed by the interrupt with which the agent stops a thread. */
  @Test
  void interruptedThreadStillWrites() throws IOException {
    FullDisk disk = FullDisk.under(root);
    RotatingFile file = new RotatingFile(disk.wrapPath(directory), 10, nanos::get);
    file.open();

    Thread.currentThread().interrupt();
    file.write(line("stopped"));
    file.write(line("x".repeat(MEBIBYTE - 5)));
    disk.leaveRoom(3);
    assertThrows(IOException.class, () -> file.write(line("cut")));

    assertTrue(Thread.interrupted());
    assertEquals("stopped\n", Files.readString(numbered(1)));
    assertEquals(MEBIBYTE - 4, Files.size(log));
  }

  private RotatingFile rotatingFile() {
    return new RotatingFile(directory, 10, nanos::get);
  }

  private Path numbered(int number) {
    return directory.resolve("rubik.log." + number);
  }

  private static byte[] line(String text) {
    return (text + "\n").getBytes(UTF_8);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
  }

  private static boolean isEmpty(Path path) throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      return entries.findAny().isEmpty();
    }
  }
}
