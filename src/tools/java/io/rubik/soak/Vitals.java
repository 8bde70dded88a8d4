package io.rubik.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Memory and descriptors of the daemon, while it is warm. */
final class Vitals {

  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final World world;
  private final Duration warmUp;
  private Sample largest = new Sample(0, 0);
  private @Nullable Sample first;
  private Sample last = new Sample(0, 0);

  /** What one process has at one moment. */
  record Sample(long rssKilobytes, long descriptors) {

    @Override
    public String toString() {
      return rssKilobytes / 1024 + " MB, " + descriptors + " descriptors";
    }
  }

  Vitals(World world, Duration warmUp) {
    this.world = world;
    this.warmUp = warmUp;
  }

  /** Continues until the soak ends. */
  void run() {
    while (!world.hasEnded()) {
      if (world.rubik().isAlive() && world.rubik().ageNanos() > warmUp.toNanos()) {
        take();
      }
      world.pause(INTERVAL);
    }
  }

  private void take() {
    try {
      Sample sample = read(world.rubik().pid());
      first = first == null ? sample : first;
      last = sample;
      largest =
          new Sample(
              Math.max(largest.rssKilobytes(), sample.rssKilobytes()),
              Math.max(largest.descriptors(), sample.descriptors()));
    } catch (IOException e) {
      // The process has just been ended.
    }
  }

  private static Sample read(long pid) throws IOException {
    Path proc = Path.of("/proc", String.valueOf(pid));
    long rss =
        Files.readAllLines(proc.resolve("status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow(() -> new IOException("ended"));
    try (Stream<Path> descriptors = Files.list(proc.resolve("fd"))) {
      return new Sample(rss, descriptors.count());
    }
  }

  /** Returns the lines of the table. */
  String table() {
    return Findings.row("rubik, once warm", String.valueOf(first))
        + Findings.row("rubik at the end", last.toString())
        + Findings.row("rubik at most", largest.toString());
  }
}
