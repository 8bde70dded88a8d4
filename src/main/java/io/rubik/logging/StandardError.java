package io.rubik.logging;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import org.tinylog.core.LogEntry;

/**
 * The process's standard error. Nobody who prints there waits for its reader; under the journal,
 * each line has its priority.
 */
public final class StandardError implements AutoCloseable {

  /** How long a reader that takes nothing can hold up the end of the process. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final LineFormat format;
  private final LineQueue queue = new LineQueue("stderr", new Stream());

  private StandardError(boolean priorities) {
    this.format = new LineFormat(ZoneId.systemDefault(), priorities);
  }

  /**
   * Returns it.
   *
   * @param environment the variables of the process, of which {@code JOURNAL_STREAM} is read
   */
  public static StandardError of(Map<String, String> environment) {
    return ofJournal(environment.getOrDefault("JOURNAL_STREAM", ""));
  }

  /** Returns it, where the journal is the stream of that device and inode. */
  static StandardError ofJournal(String stream) {
    return new StandardError(JournalStream.matches(stream, Path.of("/proc/self/fd/2")));
  }

  /** Prints each line of a text as an error of rubik's. */
  public void error(String text) {
    text.lines().map(format::error).forEach(queue::add);
  }

  /** Prints an event as the log does. */
  void log(LogEntry entry) {
    queue.add(format.format(entry));
  }

  /** Waits until all has been printed, for two seconds at most. */
  @Override
  public void close() {
    queue.close(PATIENCE);
  }

  /** What is lost here is not reported: there is no other place. */
  private static final class Stream implements LineSink {

    private final OutputStream out = new FileOutputStream(FileDescriptor.err);

    @Override
    public void open() {}

    @Override
    public void write(byte[] line) {
      try {
        out.write(line);
      } catch (IOException _) {
        // as with a terminal that is gone
      }
    }

    @Override
    public void full(int waiting) {}

    @Override
    public void lost(long lines) {
      write(("rubik: " + lines + " lines lost\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {}
  }
}
