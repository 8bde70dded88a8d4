package io.rubik.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rubik.testing.Recording.Change;
import io.rubik.testing.Recording.Opening;
import io.rubik.testing.Recording.Write;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RecordingTest {
  private final CgroupFixture node =
      CgroupFixture.v1().cgroupfs().openEuler().cgroup("kubepods/podX");
  private final String level = node.file("cpu", "kubepods/podX", "cpu.qos_level");
  private final Path file = node.root().resolve(level);

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void whatTheFixtureDoesIsNotRecorded() {
    node.set("cpu", "kubepods/podX", "cpu.shares", "5").remove("kubepods/podX");

    assertEquals(List.of(), node.recording().openings());
    assertEquals(List.of(), node.recording().writes());
    assertEquals(List.of(), node.recording().changes());
  }

  @Test
  void openingsForWritingAreRecordedWithTheirOptions() throws IOException {
    Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
        .close();
    Files.readString(file);

    assertEquals(
        List.of(
            new Opening(
                level, Set.of(StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING))),
        node.recording().openings());
  }

  @Test
  void openingsThatFailAreRecorded() {
    Path missing = file.resolveSibling("cpu.qos_levle");

    assertThrows(IOException.class, () -> Files.writeString(missing, "-1"));

    assertEquals(missing.toString(), node.recording().openings().getFirst().path());
    assertEquals(List.of(), node.recording().writes());
  }

  @Test
  void writesAreRecordedOneByOneAsTheyWereGiven() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {'0', '\n'}));
      channel.write(ByteBuffer.wrap(new byte[] {'-', '1'}));
    }

    assertEquals(
        List.of(new Write(level, "0\n"), new Write(level, "-1")), node.recording().writes());
  }

  @Test
  void refusedWritesAreKeptApart() {
    assertThrows(IOException.class, () -> Files.writeString(file, "7", StandardOpenOption.WRITE));

    assertEquals(List.of(), node.recording().writes());
    assertEquals(List.of(new Write(level, "7")), node.recording().refusedWrites());
  }

  @Test
  void ordinaryFilesAreRecordedToo() throws IOException {
    Path directory = node.root().resolve("tmp");

    Files.createDirectory(directory);
    Files.writeString(directory.resolve("a"), "text");
    Files.move(directory.resolve("a"), directory.resolve("b"));
    Files.delete(directory.resolve("b"));

    assertEquals(List.of(new Write("/tmp/a", "text")), node.recording().writes());
    assertEquals(
        List.of(
            new Change("mkdir", "/tmp"),
            new Change("move", "/tmp/a"),
            new Change("move", "/tmp/b"),
            new Change("delete", "/tmp/b")),
        node.recording().changes());
  }

  @Test
  void aPathIsRecordedInItsNormalForm() throws IOException {
    Files.writeString(
        node.cgroupRoot().resolve("cpu/kubepods/../kubepods/podX/cpu.qos_level"),
        "-1",
        StandardOpenOption.WRITE);

    assertEquals(List.of(new Write(level, "-1")), node.recording().writes());
  }

  @Test
  void aClearedRecordingIsEmpty() throws IOException {
    Files.writeString(file, "-1", StandardOpenOption.WRITE);

    node.recording().clear();

    assertEquals(List.of(), node.recording().openings());
    assertEquals(List.of(), node.recording().writes());
  }
}
