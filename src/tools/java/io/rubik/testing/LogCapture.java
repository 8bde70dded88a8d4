package io.rubik.testing;

import io.rubik.daemon.Eventually;
import io.rubik.problem.Failures.Attempt;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.tinylog.Level;
import org.tinylog.core.LogEntry;

/** Catches what is logged while it is open, instead of standard error. */
public final class LogCapture implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Level level;
  private final PrintStream before = System.err;
  private final StringWriter text = new StringWriter();

  /** Begins to catch warnings and errors. */
  public LogCapture() {
    this(Level.WARN);
  }

  /** Begins to catch what is of that level or above. */
  public LogCapture(Level level) {
    this.level = level;
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    CaptureWriter.handTo(this::add);
  }

  /** Returns the warnings and errors logged during an action; fails as that does. */
  public static String during(Attempt action) throws IOException {
    try (LogCapture capture = new LogCapture()) {
      action.run();
      return capture.text();
    }
  }

  private synchronized void add(LogEntry entry) {
    if (entry.getLevel().compareTo(level) < 0) {
      return;
    }
    PrintWriter line = new PrintWriter(text);
    String type = entry.getClassName();
    line.printf(
        "%s %s.%s() %s",
        entry.getLevel(),
        type.substring(type.lastIndexOf('.') + 1),
        entry.getMethodName(),
        entry.getMessage());
    if (entry.getException() != null) {
      line.print(": ");
      entry.getException().printStackTrace(line);
    }
    line.print("\n");
    line.flush();
  }

  /** Returns what was logged so far. */
  public synchronized String text() {
    return text.toString();
  }

  /** Returns the number of lines that hold a text. */
  public long lines(String part) {
    return text().lines().filter(line -> line.contains(part)).count();
  }

  /** Waits until a line holds a text. */
  public void await(String part) throws IOException, TimeoutException {
    Eventually.until("the log says " + part, PATIENCE, () -> lines(part) > 0);
  }

  @Override
  public void close() {
    CaptureWriter.handTo(null);
    System.setErr(before);
  }
}
