package io.rubik.logging;

import io.rubik.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tinylog.core.LogEntry;
import org.tinylog.runtime.RuntimeProvider;

/**
 * Lines that are alike, and which of them pass. A flow that had to hold back more than repetitions
 * gets one line a minute, until it had to hold back nothing for a minute.
 */
final class LineFlow {

  private static final long WINDOW_NANOS = StormLimit.WINDOW.toNanos();

  /** How much is kept of the text of a line held back. */
  private static final int MAX_KEPT = 500;

  private final int maxSame;

  /** Those of the last minute, the oldest first. */
  private final List<Passed> passed = new ArrayList<>(1);

  private int held;
  private long heldSinceNanos;
  private @Nullable LogEntry lastHeld;
  private int lastText;
  private boolean storming;
  private long stormedNanos;

  private record Passed(int text, long nanos) {}

  LineFlow(int maxSame) {
    this.maxSame = maxSame;
  }

  /** Returns what is the same for lines of the same text and kind of exception. */
  static int text(LogEntry entry) {
    int message = message(entry).hashCode();
    Throwable exception = entry.getException();
    return exception == null ? message : 31 * message + exception.getClass().hashCode();
  }

  /** Returns whether the line passes; counts it otherwise. */
  boolean passes(LogEntry entry, long nowNanos) {
    forgetPassed(nowNanos);
    int text = text(entry);
    if (passed.size() >= (storming ? 1 : StormLimit.MAX_LINES)) {
      storming = true;
      stormedNanos = nowNanos;
      hold(entry, text, nowNanos);
      return false;
    }
    if (passed.stream().filter(line -> line.text() == text).count() >= maxSame) {
      hold(entry, text, nowNanos);
      return false;
    }
    passed.add(new Passed(text, nowNanos));
    return true;
  }

  /** Returns the line, with the count of those held back before it if there are any. */
  LogEntry withCount(LogEntry entry, long nowNanos) {
    return held == 0 ? entry : counted(entry, nowNanos);
  }

  /** Returns whether lines have been held back for a minute. */
  boolean isDue(long nowNanos) {
    return nowNanos - heldSinceNanos >= WINDOW_NANOS;
  }

  /** Returns the last line held back, with the count; it counts as one that passed. */
  LogEntry release(long nowNanos) {
    LogEntry last = lastHeld;
    if (last == null) {
      throw new IllegalStateException("no line is held back");
    }
    passed.add(new Passed(lastText, nowNanos));
    return counted(last, nowNanos);
  }

  /** Returns whether nothing passed for a minute and nothing is held back. */
  boolean isQuiet(long nowNanos) {
    forgetPassed(nowNanos);
    return passed.isEmpty() && held == 0;
  }

  private void forgetPassed(long nowNanos) {
    passed.removeIf(line -> nowNanos - line.nanos() >= WINDOW_NANOS);
    storming &= nowNanos - stormedNanos < WINDOW_NANOS;
  }

  private void hold(LogEntry entry, int text, long nowNanos) {
    if (held == 0) {
      heldSinceNanos = nowNanos;
    }
    held++;
    lastText = text;
    lastHeld = copy(entry, cut(message(entry)), null);
  }

  private LogEntry counted(LogEntry entry, long nowNanos) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(nowNanos - heldSinceNanos);
    String count = " (" + held + " more like it in the last " + seconds + " s)";
    held = 0;
    lastHeld = null;
    return copy(entry, message(entry) + count, entry.getException());
  }

  private static LogEntry copy(LogEntry entry, String message, @Nullable Throwable exception) {
    return new LogEntry(
        RuntimeProvider.createTimestamp(),
        null,
        null,
        entry.getClassName(),
        entry.getMethodName(),
        entry.getFileName(),
        entry.getLineNumber(),
        null,
        entry.getLevel(),
        message,
        exception);
  }

  private static String message(LogEntry entry) {
    return entry.getMessage() == null ? "" : entry.getMessage();
  }

  private static String cut(String message) {
    return SafeText.shortened(message, MAX_KEPT);
  }
}
