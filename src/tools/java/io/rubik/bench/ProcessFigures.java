package io.rubik.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What {@code /proc/PID} says of a process; see proc(5). */
record ProcessFigures(long pid) {

  private static final long TICK_MILLIS = 10;

  /** Returns the user and system time so far, in steps of 10 ms: fields 14 and 15 of stat. */
  Duration cpu() throws IOException {
    String stat = Files.readString(proc("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Duration.ofMillis(
        (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MILLIS);
  }

  /** Returns a line of status, such as {@code VmRSS: 66200 kB} for {@code VmRSS}. */
  String status(String name) throws IOException {
    try (Stream<String> lines = Files.lines(proc("status"))) {
      return lines
          .filter(line -> line.startsWith(name + ":"))
          .findFirst()
          .orElseThrow()
          .replaceAll("\\s+", " ");
    }
  }

  /** Returns a size of status in kB, such as that of {@code VmRSS}. */
  long kilobytes(String name) throws IOException {
    return Long.parseLong(status(name).split(" ", -1)[1]);
  }

  /** Returns the number of open descriptors. */
  long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(proc("fd"))) {
      return open.count();
    }
  }

  private Path proc(String file) {
    return Path.of("/proc", String.valueOf(pid), file);
  }
}
