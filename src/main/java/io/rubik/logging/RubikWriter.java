package io.rubik.logging;

import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import org.tinylog.core.LogEntry;
import org.tinylog.core.LogEntryValue;
import org.tinylog.writers.Writer;

/** What tinylog knows as the writer {@code rubik}; public only for its service loader. */
public final class RubikWriter implements Writer {

  static final String DIRECTORY = "directory";
  static final String SIZE_MEBIBYTES = "sizeMebibytes";
  static final String PRIORITIES = "priorities";

  private final LossReportingOutput output;
  private final StormLimit limit;

  /** Opens the files in {@code directory}, a URI, or standard output when there is none. */
  public RubikWriter(Map<String, String> properties) {
    boolean priorities = Boolean.parseBoolean(properties.get(PRIORITIES));
    this.output =
        new LossReportingOutput(
            new LineFormat(ZoneId.systemDefault(), priorities),
            target(properties),
            System.err,
            System::nanoTime);
    this.limit = new StormLimit(output::write);
    output.open();
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

  /** Does nothing: every line is written at once. */
  @Override
  public void flush() {}

  @Override
  public void close() {
    synchronized (limit) {
      limit.releaseAll(System.nanoTime());
    }
    output.close();
  }
}
