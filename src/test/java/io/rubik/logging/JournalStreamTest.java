package io.rubik.logging;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalStreamTest {

  @TempDir Path directory;

  @Test
  void deviceAndInodeMustMatchTheFile() throws IOException {
    Path file = Files.createFile(directory.resolve("out"));
    String device = Files.getAttribute(file, "unix:dev").toString();
    String inode = Files.getAttribute(file, "unix:ino").toString();

    assertTrue(JournalStream.matches(device + ":" + inode, file));
    assertFalse(JournalStream.matches(device + ":" + inode + "1", file));
    assertFalse(JournalStream.matches("1" + device + ":" + inode, file));
  }

  @Test
  void linkOfAnOpenFileIsFollowed() throws IOException {
    Path file = Files.createFile(directory.resolve("out"));
    Path link = Files.createSymbolicLink(directory.resolve("1"), file);
    String stream =
        Files.getAttribute(file, "unix:dev") + ":" + Files.getAttribute(file, "unix:ino");

    assertTrue(JournalStream.matches(stream, link));
  }

  @Test
  void journalIsAbsentWithoutVariableOrFile() throws IOException {
    Path file = Files.createFile(directory.resolve("out"));

    assertFalse(JournalStream.matches("", file));
    assertFalse(JournalStream.matches("journal", file));
    assertFalse(JournalStream.matches("8:13579", directory.resolve("missing")));
  }
}
