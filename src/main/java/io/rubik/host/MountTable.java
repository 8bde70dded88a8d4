package io.rubik.host;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads {@code /proc/self/mountinfo}, which may have a hundred thousand lines, as a stream. */
public final class MountTable {

  /** The kernel writes a line into at most a few pages; of a longer one nothing is kept. */
  private static final int MAX_LINE_BYTES = 64 << 10;

  /** A node has a handful of cgroup mounts, a container with many bind mounts some hundreds. */
  private static final int MAX_KEPT = 1000;

  private MountTable() {}

  /**
   * Returns the mounts that are wanted, in the order they were made, at most a thousand; none where
   * the host has no such file, as one that is made up in a directory.
   */
  public static List<Mount> read(HostPaths host, Predicate<Mount> isWanted) throws IOException {
    Path file = host.resolve("/proc/self/mountinfo");
    List<Mount> mounts = new ArrayList<>();
    try (InputStream input = new BufferedInputStream(Files.newInputStream(file))) {
      Optional<String> line = line(input);
      while (line.isPresent() && mounts.size() < MAX_KEPT) {
        Mount.parse(line.get()).filter(isWanted).ifPresent(mounts::add);
        line = line(input);
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return mounts;
  }

  /** Returns the next line, an empty one in place of one that is too long, none at the end. */
  private static Optional<String> line(InputStream input) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int read = 0;
    int next = input.read();
    while (next >= 0 && next != '\n') {
      if (++read <= MAX_LINE_BYTES) {
        line.write(next);
      }
      next = input.read();
    }
    if (next < 0 && read == 0) {
      return Optional.empty();
    }
    return Optional.of(read > MAX_LINE_BYTES ? "" : line.toString(StandardCharsets.UTF_8));
  }
}
