package io.rubik.logging;

import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.tinylog.Level;
import org.tinylog.core.LogEntry;
import org.tinylog.runtime.PreciseTimestamp;

/**
 * Events as tinylog hands them to a writer, logged at {@code File.java:123} in {@code method()}.
 */
final class Events {

  static final LineFormat FORMAT = new LineFormat(ZoneOffset.UTC, false);

  private static final Instant TIME = Instant.parse("2026-01-31T12:00:00.007Z");

  private Events() {}

  static LogEntry info(String message) {
    return event(Level.INFO, message, null);
  }

  static LogEntry event(Level level, @Nullable String message, @Nullable Throwable exception) {
    return event(level, message, exception, "io.rubik.File", "method");
  }

  static LogEntry in(String className, String method) {
    return event(Level.INFO, "message", null, className, method);
  }

  private static LogEntry event(
      Level level,
      @Nullable String message,
      @Nullable Throwable exception,
      String className,
      String method) {
    return new LogEntry(
        new PreciseTimestamp(TIME.toEpochMilli(), 0),
        null,
        null,
        className,
        method,
        "File.java",
        123,
        null,
        level,
        message,
        exception);
  }
}
