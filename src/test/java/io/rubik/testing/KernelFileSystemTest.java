package io.rubik.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class KernelFileSystemTest {
  private final CgroupFixture node =
      CgroupFixture.v1().cgroupfs().mainline().cgroup("kubepods/podX");
  private final Path cpu = node.cgroupRoot().resolve("cpu/kubepods/podX");

  @AfterEach
  void close() {
    node.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.rubik.testing.FileOperation#all")
  void filesAreTreatedAsByTheKernel(FileOperation operation) {
    assertEquals(operation.outcome(), operation.run(cpu));
  }

  @Test
  void nothingCanBeMovedInOrOut() throws IOException {
    Path outside = Files.createFile(node.root().resolve("outside"));

    assertThrows(
        FileSystemException.class,
        () -> Files.move(cpu.resolve("cpu.stat"), node.root().resolve("x")));
    assertThrows(AccessDeniedException.class, () -> Files.move(outside, cpu.resolve("x")));
    assertThrows(FileSystemException.class, () -> Files.move(cpu, cpu.resolveSibling("podY")));
  }

  @Test
  void nothingCanBeMadeBesideTheHierarchies() {
    Path missing = node.cgroupRoot().resolve("cpux");

    assertThrows(FileSystemException.class, () -> Files.createDirectory(missing));
    assertThrows(AccessDeniedException.class, () -> Files.writeString(missing, "x"));
  }

  @Test
  void aHierarchyCannotBeRemoved() {
    assertThrows(
        FileSystemException.class, () -> Files.delete(node.cgroupRoot().resolve("perf_event")));
  }

  @Test
  void aWriteOnlyFileCannotBeRead() throws IOException {
    Path forceEmpty = node.cgroupRoot().resolve("memory/kubepods/podX/memory.force_empty");

    Files.writeString(forceEmpty, "0", StandardOpenOption.WRITE);

    IOException e = assertThrows(IOException.class, () -> Files.readString(forceEmpty));
    assertEquals("Invalid argument", e.getMessage());
  }

  @Test
  void recreatedCgroupIsAnother() throws IOException {
    try (FileChannel channel = FileChannel.open(cpu.resolve("cpu.stat"))) {
      node.remove("kubepods/podX").cgroup("kubepods/podX");

      IOException e = assertThrows(IOException.class, () -> channel.read(ByteBuffer.allocate(10)));
      assertEquals("No such device", e.getMessage());
    }
  }

  @Test
  void anOpenFileIsReadAgainFromItsBeginning() throws IOException {
    try (FileChannel channel = FileChannel.open(cpu.resolve("cpu.shares"))) {
      ByteBuffer first = ByteBuffer.allocate(10);
      channel.read(first);
      node.set("cpu", "kubepods/podX", "cpu.shares", "77");
      ByteBuffer second = ByteBuffer.allocate(10);
      channel.read(second, 0);

      assertEquals("1024\n", text(first));
      assertEquals("77\n", text(second));
    }
  }

  @Test
  void gatheredBuffersAreOneValue() throws IOException {
    try (FileChannel channel =
        FileChannel.open(cpu.resolve("cpu.shares"), StandardOpenOption.WRITE)) {
      ByteBuffer[] buffers = {buffer("7"), buffer("5")};
      long bytes = channel.write(buffers);

      assertEquals(2, bytes);
      assertEquals("75", node.read("cpu", "kubepods/podX", "cpu.shares"));
    }
  }

  @Test
  void aChannelDoesOnlyWhatItWasOpenedFor() throws IOException {
    try (FileChannel reader = FileChannel.open(cpu.resolve("cpu.shares"));
        FileChannel writer =
            FileChannel.open(cpu.resolve("cpu.shares"), StandardOpenOption.WRITE)) {
      assertThrows(NonWritableChannelException.class, () -> reader.write(buffer("5")));
      assertThrows(NonReadableChannelException.class, () -> writer.read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void ordinaryFilesAreOrdinary() throws IOException {
    Path log = Files.createDirectories(node.root().resolve("var/log")).resolve("a.log");

    Files.writeString(log, "one\n");
    Files.writeString(log, "two\n", StandardOpenOption.APPEND);
    Path moved = Files.move(log, log.resolveSibling("b.log"));

    assertEquals("one\ntwo\n", Files.readString(moved));
    assertTrue(Files.deleteIfExists(moved));
    assertFalse(Files.deleteIfExists(moved));
  }

  @Test
  void aLinkFromOutsideLeadsToTheSameRules() throws IOException {
    Path link = Files.createSymbolicLink(node.root().resolve("link"), cpu.resolve("cpu.shares"));

    Files.writeString(link, "1", StandardOpenOption.WRITE);

    assertEquals("2\n", Files.readString(link));
  }

  @Test
  void aLinkIsNotFollowedWhenNoneIsWanted() throws IOException {
    Path file = Files.createFile(node.root().resolve("file"));
    Path link = Files.createSymbolicLink(node.root().resolve("link"), file);

    assertThrows(
        IOException.class,
        () -> Files.newByteChannel(link, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void whatCannotBeRecordedIsRefused() throws IOException {
    Path file = Files.createFile(node.root().resolve("file"));

    try (var executor = Executors.newSingleThreadExecutor()) {
      assertThrows(
          UnsupportedOperationException.class,
          () ->
              file.getFileSystem().provider().newAsynchronousFileChannel(file, Set.of(), executor));
    }
  }

  @Test
  void controllersMayBeLinksToAJoinedHierarchy() throws IOException {
    try (CgroupFixture joined =
        CgroupFixture.v1Joined().cgroupfs().openEuler().cgroup("kubepods/podX")) {
      Path mount = joined.cgroupRoot();

      Files.writeString(
          mount.resolve("cpu/kubepods/podX/cpu.qos_level"), "-1", StandardOpenOption.WRITE);

      assertTrue(Files.isSymbolicLink(mount.resolve("cpu")));
      assertEquals(
          "-1\n", Files.readString(mount.resolve("cpu,cpuacct/kubepods/podX/cpu.qos_level")));
      assertEquals("0", joined.read("cpuacct", "kubepods/podX", "cpuacct.usage"));
      assertThrows(
          NoSuchFileException.class,
          () -> Files.readString(mount.resolve("memory/kubepods/podX/cpu.qos_level")));
    }
  }

  @Test
  void cgroupsAreMadeAndRemovedThroughALink() throws IOException {
    try (CgroupFixture joined = CgroupFixture.v1Joined().cgroupfs().openEuler()) {
      Path linked = joined.cgroupRoot().resolve("cpu/kubepods/podY");

      Files.createDirectory(linked);

      assertEquals("0", joined.read("cpu,cpuacct", "kubepods/podY", "cpuacct.usage"));
      Files.delete(linked);
      assertFalse(Files.exists(linked));
    }
  }

  private static ByteBuffer buffer(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(ByteBuffer buffer) {
    return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
  }
}
