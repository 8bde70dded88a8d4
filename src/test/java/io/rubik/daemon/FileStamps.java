package io.rubik.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Shows whether files were written: when each was last, and what it holds. */
record FileStamps(Map<String, String> byPath) {

  FileStamps {
    byPath = Map.copyOf(byPath);
  }

  /** Returns those of all files below the directories but those of these names. */
  static FileStamps of(List<Path> directories, List<String> without) throws IOException {
    Map<String, String> stamps = new TreeMap<>();
    for (Path directory : directories) {
      for (Path file : files(directory)) {
        if (!without.contains(file.getFileName().toString())) {
          String stamp = Files.getLastModifiedTime(file) + " " + Files.readString(file);
          stamps.put(file.toString(), stamp);
        }
      }
    }
    return new FileStamps(stamps);
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
