package io.rubik.logging;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import org.tinylog.Level;
import org.tinylog.core.LogEntry;
import org.tinylog.core.LogEntryValue;
import org.tinylog.writers.Writer;

/** What tinylog knows as the writer {@code rubik}; public only for its service loader. */
public final class RubikWriter implements Writer {

  static final String DIRECTORY = "directory";
  static final String SIZE_MEBIBYTES = "sizeMebibytes";
  static final String JOURNAL_STREAM = "journalStream";

  /** How long a target that takes nothing can hold up the end of the process. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final LineFormat format;
  private final boolean isFile;
  private final StandardError standardError;
  private final LossReportingOutput output;
  private final LineQueue queue;
  private final StormLimit limit = new StormLimit(this::pass);
  private long reportedLeft;

  /**
   * Opens the files in {@code directory}, a URI, or standard output when there is none. Errors go
   * to standard error as well when the log is in files, for that is where systemd looks.
   */
  public RubikWriter(Map<String, String> properties) {
    String journal = properties.getOrDefault(JOURNAL_STREAM, "");
    this.isFile = properties.containsKey(DIRECTORY);
    boolean priorities = !isFile && JournalStream.matches(journal, Path.of("/proc/self/fd/1"));
    this.format = new LineFormat(ZoneId.systemDefault(), priorities);
    this.standardError = StandardError.ofJournal(journal);
    this.output =
        new LossReportingOutput(format, target(properties), standardError::log, System::nanoTime);
    this.queue = new LineQueue("log", output);
    queue.start();
  }

  private void pass(LogEntry entry) {
    queue.add(format.format(entry));
    if (isFile && entry.getLevel() == Level.ERROR) {
      standardError.log(entry);
    }
  }

  private static LineTarget target(Map<String, String> properties) {
    String directory = properties.get(DIRECTORY);
    if (directory == null) {
      return new StandardOutput();
    }
    int sizeMebibytes = Integer.parseInt(properties.get(SIZE_MEBIBYTES));
    return new RotatingFile(Path.of(URI.create(directory)), sizeMebibytes, System::nanoTime);
  }

  @Override
  public Collection<LogEntryValue> getRequiredLogEntryValues() {
    return EnumSet.of(
        LogEntryValue.DATE,
        LogEntryValue.CONTEXT,
        LogEntryValue.LEVEL,
        LogEntryValue.CLASS,
        LogEntryValue.METHOD,
        LogEntryValue.FILE,
        LogEntryValue.LINE,
        LogEntryValue.MESSAGE,
        LogEntryValue.EXCEPTION);
  }

  @Override
  public void write(LogEntry entry) {
    synchronized (limit) {
      limit.accept(entry, System.nanoTime());
    }
  }

  /** Does nothing: every line is on its way. */
  @Override
  public void flush() {}

  @Override
  public void close() {
    synchronized (limit) {
      limit.releaseAll(System.nanoTime());
    }
    long left = queue.close(PATIENCE);
    if (left != reportedLeft) {
      reportedLeft = left;
      output.reportLoss(left);
    }
    standardError.close();
  }
}
