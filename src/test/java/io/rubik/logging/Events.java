package io.rubik.logging;

import io.rubik.text.LogContextKeys;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
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
    return event(level, message, exception, "io.rubik.File", "method", 123, Map.of());
  }

  static LogEntry in(String className, String method) {
    return event(Level.INFO, "message", null, className, method, 123, Map.of());
  }

  /** Returns a warning about the pod of that UID, or about none when it is empty. */
  static LogEntry about(String pod, int line, String message) {
    return event(Level.WARN, message, null, "io.rubik.File", "method", line, context(pod));
  }

  /** Returns an error about the pod of that UID. */
  static LogEntry failed(String pod, Throwable exception) {
    return event(Level.ERROR, "failed", exception, "io.rubik.File", "method", 123, context(pod));
  }

  private static Map<String, String> context(String pod) {
    return pod.isEmpty() ? Map.of() : Map.of(LogContextKeys.POD, pod);
  }

  private static LogEntry event(
      Level level,
      @Nullable String message,
      @Nullable Throwable exception,
      String className,
      String method,
      int line,
      Map<String, String> context) {
    return new LogEntry(
        new PreciseTimestamp(TIME.toEpochMilli(), 0),
        null,
        context,
        className,
        method,
        "File.java",
        line,
        null,
        level,
        message,
        exception);
  }
}
