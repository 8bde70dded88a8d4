package io.rubik.logging;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tinylog.core.LogEntry;
import org.tinylog.core.LogEntryValue;
import org.tinylog.writers.Writer;

/** What tinylog knows as the writer {@code capture}: hands events to the open {@link LogLines}. */
public final class CaptureWriter implements Writer {

  private static volatile @Nullable LogLines open;

  /** Has no settings; tinylog gives them all the same. */
  public CaptureWriter(Map<String, String> properties) {}

  /** Hands events to these lines from now on, to none with null. */
  static void handTo(@Nullable LogLines lines) {
    open = lines;
  }

  @Override
  public Collection<LogEntryValue> getRequiredLogEntryValues() {
    return EnumSet.of(
        LogEntryValue.DATE,
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
    LogLines lines = open;
    if (lines != null) {
      lines.add(entry);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
