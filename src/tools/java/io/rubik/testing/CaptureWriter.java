package io.rubik.testing;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tinylog.core.LogEntry;
import org.tinylog.core.LogEntryValue;
import org.tinylog.writers.Writer;

/** What tinylog knows as the writer {@code capture}: hands events to the receiver that was set. */
public final class CaptureWriter implements Writer {

  private static volatile @Nullable Consumer<LogEntry> catcher;

  /** Has no settings; tinylog gives them all the same. */
  public CaptureWriter(Map<String, String> properties) {}

  /** Hands events to this one from now on, to none with null. */
  public static void handTo(@Nullable Consumer<LogEntry> receiver) {
    catcher = receiver;
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
    Consumer<LogEntry> receiver = catcher;
    if (receiver != null) {
      receiver.accept(entry);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
