package io.rubik.kube.credentials;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads files of the host and detects whether one of them has changed since. */
final class HostFiles {

  private static final int MAX_BYTES = 1 << 20;

  private final Path root;
  private final Map<Path, Optional<Stamp>> stamps = new LinkedHashMap<>();

  HostFiles(Path root) {
    this.root = root;
  }

  /** Returns a path below the root; a relative one starts at the root as well. */
  Path resolve(String path) {
    String relative = path;
    while (relative.startsWith("/")) {
      relative = relative.substring(1);
    }
    return root.resolve(relative);
  }

  /** Returns a path found in a file: a relative one is relative to that file's directory. */
  Path resolveFrom(Path file, String path) {
    return path.startsWith("/") ? resolve(path) : file.resolveSibling(path);
  }

  /** Returns whether the path exists. */
  boolean exists(Path path) {
    return remember(path).isPresent();
  }

  /** Returns the content; fails when it is missing, not a regular file or above 1 MiB. */
  byte[] read(Path path) throws CredentialsException {
    remember(path);
    try {
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        throw new CredentialsException(path + " is not a file");
      }
      return readBounded(path);
    } catch (NoSuchFileException e) {
      throw new CredentialsException(path + " does not exist");
    } catch (AccessDeniedException e) {
      throw new CredentialsException(path + " cannot be read: permission denied");
    } catch (CredentialsException e) {
      throw e;
    } catch (IOException e) {
      throw new CredentialsException(path + " cannot be read: " + e.getMessage());
    }
  }

  /** Returns whether a file was created, deleted, written or replaced since it was looked at. */
  boolean changed() {
    return stamps.entrySet().stream().anyMatch(e -> !Stamp.of(e.getKey()).equals(e.getValue()));
  }

  /** The stamp is taken before the file is read, so that a change in between is detected. */
  private Optional<Stamp> remember(Path path) {
    return stamps.computeIfAbsent(path, Stamp::of);
  }

  private static byte[] readBounded(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new CredentialsException(path + " is larger than 1 MiB");
      }
      return bytes;
    }
  }

  /** What changes when a file changes; links are followed. */
  private record Stamp(FileTime modified, long sizeBytes, @Nullable Object fileKey) {

    static Optional<Stamp> of(Path path) {
      try {
        BasicFileAttributes a = Files.readAttributes(path, BasicFileAttributes.class);
        return Optional.of(new Stamp(a.lastModifiedTime(), a.size(), a.fileKey()));
      } catch (IOException e) {
        return Optional.empty();
      }
    }
  }
}
