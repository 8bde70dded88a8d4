package io.rubik.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four threads log 25 MB into 10 MB of files. */
final class ParallelRotationTest {

  private static final int THREADS = 4;
  private static final int LINES = 6_500;
  private static final int MEBIBYTE = 1024 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PADDING = " " + "x".repeat(900);

  @TempDir Path directory;

  @Test
  void everyKeptLineIsWholeAndNoneIsMissing() throws Exception {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();

    logInParallel(errors);

    List<String> kept = keptLines();
    for (int thread = 0; thread < THREADS; thread++) {
      List<Integer> numbers = numbersOf(thread, kept);
      int first = LINES - numbers.size();
      assertEquals(IntStream.range(first, LINES).boxed().toList(), numbers);
    }
    assertEquals("", errors.toString(UTF_8));
    assertFilesAreFullAndPrivate();
  }

  private void logInParallel(ByteArrayOutputStream errors) throws InterruptedException {
    RotatingFile file = new RotatingFile(directory, 10, System::nanoTime);
    LossReportingOutput output =
        new LossReportingOutput(
            Events.FORMAT,
            file,
            entry -> errors.writeBytes(Events.FORMAT.format(entry)),
            System::nanoTime);
    LineQueue queue = new LineQueue("log", output);
    List<Thread> threads =
        IntStream.range(0, THREADS).mapToObj(thread -> logging(queue, thread)).toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(0, queue.close(PATIENCE));
  }

  /** Waits now and then, for the queue holds less than all of it. */
  private static Thread logging(LineQueue queue, int thread) {
    return Thread.startVirtualThread(() -> {
      for (int number = 0; number < LINES; number++) {
        queue.add(Events.FORMAT.format(Events.info(thread + " " + number + PADDING)));
        if (number % 50 == 0) {
          queue.close(PATIENCE);
        }
      }
    });
  }

  private List<String> keptLines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int number = 9; number >= 0; number--) {
      lines.addAll(Files.readAllLines(file(number)));
    }
    return lines;
  }

  private static List<Integer> numbersOf(int thread, List<String> lines) {
    String start =
        "2026-01-31 12:00:00.007 [rubik] level=info File.java:123:method() " + thread + " ";
    return lines.stream()
        .filter(line -> line.startsWith(start) && line.endsWith(PADDING))
        .map(line -> line.substring(start.length(), line.length() - PADDING.length()))
        .map(Integer::valueOf)
        .toList();
  }

  private void assertFilesAreFullAndPrivate() throws IOException {
    for (int number = 0; number <= 9; number++) {
      long size = Files.size(file(number));
      assertTrue(size <= MEBIBYTE, "size " + size);
      assertTrue(number == 0 || size > MEBIBYTE - 1100, "size " + size);
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file(number))));
    }
    assertTrue(Files.notExists(file(10)));
  }

  private Path file(int number) {
    return directory.resolve(number == 0 ? "rubik.log" : "rubik.log." + number);
  }
}
