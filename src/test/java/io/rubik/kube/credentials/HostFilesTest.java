package io.rubik.kube.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostFilesTest {

  @TempDir Path root;
  private HostFiles files;
  private Path file;

  @BeforeEach
  void fileIsRead() throws IOException {
    files = new HostFiles(root);
    file = files.resolve("/etc/token");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "one");
    assertEquals("one", read(file));
    assertFalse(files.changed());
  }

  @Test
  void pathsAreBelowTheRoot() {
    assertEquals(root.resolve("etc/token"), file);
    assertEquals(root.resolve("etc/a/b"), files.resolveFrom(file, "a/b"));
    assertEquals(root.resolve("a/b"), files.resolveFrom(file, "//a/b"));
  }

  @Test
  void newLengthIsAChange() throws IOException {
    Files.writeString(file, "three");

    assertTrue(files.changed());
  }

  @Test
  void newTimeIsAChange() throws IOException {
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));

    assertTrue(files.changed());
  }

  /** A tool may keep time and length: the file is another one all the same. */
  @Test
  void replacedFileIsAChange() throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    Path other = Files.writeString(root.resolve("other"), "two");
    Files.setLastModifiedTime(other, time);
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

    assertTrue(files.changed());
  }

  @Test
  void repointedLinkIsAChange() throws IOException {
    Path link = Files.createSymbolicLink(root.resolve("link"), file);
    HostFiles linked = new HostFiles(root);
    linked.read(link);
    Path other = Files.writeString(root.resolve("other"), "two");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    assertFalse(linked.changed());

    Files.delete(link);
    Files.createSymbolicLink(link, other);

    assertTrue(linked.changed());
  }

  @Test
  void deletedFileIsAChange() throws IOException {
    Files.delete(file);

    assertTrue(files.changed());
  }

  @Test
  void createdFileIsAChange() throws IOException {
    Path later = files.resolve("/etc/later");
    assertFalse(files.exists(later));
    assertFalse(files.changed());

    Files.writeString(later, "");

    assertTrue(files.changed());
  }

  @Test
  void missingFileIsNamed() {
    Path none = files.resolve("/none");

    CredentialsException e = assertThrows(CredentialsException.class, () -> files.read(none));

    assertEquals(none + " does not exist", e.getMessage());
  }

  private String read(Path path) throws CredentialsException {
    return new String(files.read(path), StandardCharsets.UTF_8);
  }
}
