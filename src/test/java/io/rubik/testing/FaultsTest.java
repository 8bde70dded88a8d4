package io.rubik.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rubik.testing.Faults.Operation;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FaultsTest {
  private final CgroupFixture node =
      CgroupFixture.v1().cgroupfs().openEuler().cgroup("kubepods/podX");
  private final String level = node.file("cpu", "kubepods/podX", "cpu.qos_level");
  private final Path file = node.root().resolve(level);

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void theNextWriteFailsOnce() throws IOException {
    node.faults().failNext(Operation.WRITE, level, Errno.EIO);

    IOException e = assertThrows(IOException.class, () -> write("-1"));
    assertEquals("Input/output error", e.getMessage());
    assertEquals("0\n", Files.readString(file));
    write("-1");
    assertEquals("-1\n", Files.readString(file));
  }

  @Test
  void theNextReadFailsOnce() throws IOException {
    node.faults().failNext(Operation.READ, level, Errno.EIO);

    assertThrows(IOException.class, () -> Files.readString(file));
    assertEquals("0\n", Files.readString(file));
  }

  @Test
  void theNextOpeningFailsAsTheJdkHasIt() throws IOException {
    node.faults().failNext(Operation.OPEN, level, Errno.EACCES);

    assertThrows(AccessDeniedException.class, () -> Files.readString(file));
    assertEquals("0\n", Files.readString(file));
  }

  @Test
  void ordinaryFilesFailToo() throws IOException {
    Path meminfo = node.root().resolve("/proc/meminfo");
    node.faults().failNext(Operation.READ, "/proc/meminfo", Errno.EIO);

    assertThrows(IOException.class, () -> Files.readString(meminfo));
    node.faults().failNext(Operation.WRITE, "/proc/meminfo", Errno.ENOSPC);
    assertThrows(IOException.class, () -> Files.writeString(meminfo, "x"));
  }

  @Test
  void aLastingFaultHoldsBelowItsPathUntilItIsCleared() throws IOException {
    node.faults().failAlways(Operation.WRITE, "/sys/fs/cgroup/cpu/kubepods", Errno.EIO);

    assertThrows(IOException.class, () -> write("-1"));
    assertThrows(IOException.class, () -> write("-1"));
    node.faults().clear();
    write("-1");
  }

  @Test
  void aReadOnlyFileCannotBeOpenedForWriting() throws IOException {
    node.faults().makeReadOnly(level);

    FileSystemException e = assertThrows(FileSystemException.class, () -> write("-1"));
    assertEquals("Read-only file system", e.getReason());
    assertEquals("0\n", Files.readString(file));
  }

  @Test
  void aFileCanBeMissingInOneCgroup() throws IOException {
    node.removeFile("cpu", "kubepods/podX", "cpu.qos_level");

    assertThrows(NoSuchFileException.class, () -> write("-1"));
    Path above = node.cgroupRoot().resolve("cpu/kubepods/cpu.qos_level");
    Files.writeString(above, "-1", StandardOpenOption.WRITE);
    assertThrows(NoSuchFileException.class, () -> Files.readString(file));
  }

  @Test
  void aLostWriteSucceedsWithoutEffect() throws IOException {
    node.faults().loseNextWrite(level);

    write("-1");

    assertEquals("0\n", Files.readString(file));
    assertEquals(1, node.recording().writes().size());
  }

  @Test
  void aLostWriteToAnOrdinaryFileEnds() throws IOException {
    Path meminfo = node.root().resolve("/proc/meminfo");
    node.faults().loseNextWrite("/proc/meminfo");

    Files.writeString(meminfo, "x", StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);

    assertEquals("", Files.readString(meminfo));
  }

  @Test
  void aCgroupCanGoBetweenOpeningAndWriting() {
    node.faults().beforeNext(Operation.WRITE, level, () -> node.remove("kubepods/podX"));

    IOException e = assertThrows(IOException.class, () -> write("-1"));
    assertEquals("No such device", e.getMessage());
    assertEquals(List.of(), node.recording().writes());
  }

  @Test
  void hooksRunOneByOne() throws IOException {
    node.faults().beforeNext(Operation.OPEN, level, () -> {});
    node.faults().failNext(Operation.OPEN, level, Errno.ENOENT);

    assertEquals("0\n", Files.readString(file));
    assertThrows(NoSuchFileException.class, () -> Files.readString(file));
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
  }
}
