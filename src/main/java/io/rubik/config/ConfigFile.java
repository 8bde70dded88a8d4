package io.rubik.config;

import io.rubik.text.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads config.json from disk. */
public final class ConfigFile {

  /** The most that is read. */
  static final int MAX_BYTES = 10 * 1024 * 1024;

  private ConfigFile() {}

  /** Returns the root section of the file; the file, its size and its syntax are checked. */
  public static Section read(Path file, Problems problems) throws ConfigException {
    try {
      return Section.root(JsonText.parse(Utf8.decode(bytes(file))), problems);
    } catch (Utf8.EncodingException | JsonText.SyntaxException e) {
      throw failure(file, String.valueOf(e.getMessage()));
    }
  }

  private static byte[] bytes(Path file) throws ConfigException {
    if (Files.isDirectory(file)) {
      throw failure(file, "is a directory; put the configuration (JSON) there as a file");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw failure(file, "is not a regular file"); // reading a pipe would block forever
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw failure(file, "is larger than 10 MiB");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw failure(file, "does not exist; put the configuration (JSON) there");
    } catch (AccessDeniedException e) {
      throw failure(file, "cannot be read: permission denied; rubik runs as root");
    } catch (IOException e) {
      throw failure(file, "cannot be read: " + e.getMessage());
    }
  }

  private static ConfigException failure(Path file, String message) {
    return new ConfigException(List.of(file + ": " + message));
  }
}
