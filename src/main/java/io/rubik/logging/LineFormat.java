package io.rubik.logging;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.tinylog.Level;
import org.tinylog.core.LogEntry;

/**
 * An event as one line: {@code 2026-01-31 12:00:00.000 [rubik] level=info File.java:123:method()
 * message}. An exception follows the message.
 *
 * @param zone the zone of the time stamps
 * @param priorities whether each line starts with its sd-daemon priority, such as {@code <6>}
 */
record LineFormat(ZoneId zone, boolean priorities) {

  /** Returns the line in UTF-8 with its line feed. */
  byte[] format(LogEntry entry) {
    BoundedLine line = new BoundedLine();
    if (priorities) {
      line.append(priority(entry.getLevel()));
    }
    appendTime(line, entry.getTimestamp().toInstant());
    line.append(" [rubik] level=").append(name(entry.getLevel())).append(" ");
    appendLocation(line, Location.of(entry));
    appendText(line, entry);
    return line.toBytes();
  }

  /** Returns a line of the program's own, printed when there is no log. */
  byte[] error(String text) {
    BoundedLine line = new BoundedLine();
    if (priorities) {
      line.append(priority(Level.ERROR));
    }
    return line.append("rubik: ").append(text).toBytes();
  }

  private void appendTime(BoundedLine line, Instant instant) {
    LocalDateTime time = LocalDateTime.ofInstant(instant, zone);
    line.append(time.getYear(), 4).append("-");
    line.append(time.getMonthValue(), 2).append("-");
    line.append(time.getDayOfMonth(), 2).append(" ");
    line.append(time.getHour(), 2).append(":");
    line.append(time.getMinute(), 2).append(":");
    line.append(time.getSecond(), 2).append(".");
    line.append(time.getNano() / 1_000_000, 3);
  }

  private static void appendLocation(BoundedLine line, Location location) {
    line.append(location.file()).append(":").append(location.line(), 1);
    line.append(":").append(location.method()).append("()");
  }

  private static void appendText(BoundedLine line, LogEntry entry) {
    String message = entry.getMessage();
    boolean hasMessage = message != null && !message.isEmpty();
    if (hasMessage) {
      line.append(" ").append(message);
    }
    if (entry.getException() != null) {
      line.append(hasMessage ? ": " : " ");
      ExceptionText.append(line, entry.getException());
    }
  }

  private static String name(Level level) {
    return switch (level) {
      case TRACE, DEBUG -> "debug";
      case INFO -> "info";
      case WARN -> "warn";
      case ERROR, OFF -> "error";
    };
  }

  private static String priority(Level level) {
    return switch (level) {
      case TRACE, DEBUG -> "<7>";
      case INFO -> "<6>";
      case WARN -> "<4>";
      case ERROR, OFF -> "<3>";
    };
  }
}
