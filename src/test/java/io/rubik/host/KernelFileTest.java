package io.rubik.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rubik.testing.Thrown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelFileTest {

  @TempDir private Path directory;

  @Test
  void fileIsReadUpToOneMebibyte() throws IOException {
    Path file = directory.resolve("stat");
    Files.writeString(file, "cpu 1\n");
    assertEquals("cpu 1\n", KernelFile.read(file));

    Files.writeString(file, "1".repeat(1 << 20));
    assertEquals(1 << 20, KernelFile.read(file).length());

    Files.writeString(file, "1".repeat((1 << 20) + 1));
    assertEquals(
        file + ": is larger than 1 MiB",
        Thrown.message(IOException.class, () -> KernelFile.read(file)));
  }

  /** The kernel tells no size, and this file has no end. */
  @Test
  void fileWithoutEndIsNotReadOn() {
    assertEquals(
        "/dev/zero: is larger than 1 MiB",
        Thrown.message(IOException.class, () -> KernelFile.read(Path.of("/dev/zero"))));
  }

  @Test
  void missingFileIsKnownByItsException() {
    assertThrows(NoSuchFileException.class, () -> KernelFile.read(directory.resolve("none")));
  }
}
