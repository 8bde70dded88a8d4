package io.rubik.logging;

import io.rubik.testing.CaptureWriter;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tinylog.core.LogEntry;

/** Keeps what is logged while it is open, in the form of the daemon's log; standard error rests. */
public final class LogLines implements AutoCloseable {

  private static final LineFormat PLAIN = new LineFormat(ZoneOffset.UTC, false);
  private static final LineFormat JOURNAL = new LineFormat(ZoneOffset.UTC, true);

  private final PrintStream before = System.err;
  private List<Line> lines = new ArrayList<>();

  /**
   * One event.
   *
   * @param plain as it is written to a file or to standard output, in UTF-8
   * @param journal as it is written for the journal
   * @param exception what was logged with it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Line(byte[] plain, byte[] journal, @Nullable Throwable exception) {

    @Override
    public String toString() {
      return new String(plain, StandardCharsets.UTF_8);
    }
  }

  private LogLines() {}

  /** Begins to keep lines. */
  public static LogLines open() {
    LogLines lines = new LogLines();
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    CaptureWriter.handTo(lines::add);
    return lines;
  }

  /** Returns the lines since the last call. */
  public synchronized List<Line> take() {
    List<Line> taken = lines;
    lines = new ArrayList<>();
    return taken;
  }

  @Override
  public void close() {
    CaptureWriter.handTo(null);
    System.setErr(before);
  }

  private synchronized void add(LogEntry entry) {
    lines.add(new Line(PLAIN.format(entry), JOURNAL.format(entry), entry.getException()));
  }
}
