package io.rubik.logging;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.tinylog.Level;
import org.tinylog.core.LogEntry;
import org.tinylog.runtime.RuntimeProvider;

/**
 * Writes lines to a target and never fails. When the target fails, one line on standard error says
 * so; lines are dropped and counted, with one attempt a second. When it works again, standard error
 * and the target get one line with the count. Lines that had no room to wait for the target are
 * reported in the same way.
 */
final class LossReportingOutput implements LineSink {

  private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

  private final LineFormat format;
  private final LineTarget target;
  private final Consumer<LogEntry> standardError;
  private final LongSupplier nanoTime;
  private boolean failing;
  private long linesLost;
  private long linesReported;
  private long triedNanos;

  /** Creates one whose own lines have that format, and go to standard error as well. */
  LossReportingOutput(
      LineFormat format,
      LineTarget target,
      Consumer<LogEntry> standardError,
      LongSupplier nanoTime) {
    this.format = format;
    this.target = target;
    this.standardError = standardError;
    this.nanoTime = nanoTime;
  }

  @Override
  public void open() {
    try {
      target.open();
    } catch (IOException e) {
      failed(e);
    }
  }

  @Override
  public void write(byte[] line) {
    if (!failing) {
      writeOrLose(line);
    } else if (nanoTime.getAsLong() - triedNanos >= RETRY_NANOS) {
      retry(line);
    } else {
      linesLost++;
    }
  }

  @Override
  public void full(int waiting) {
    reportFailure("it takes no more, and " + waiting + " lines wait");
  }

  @Override
  public void lost(long lines) {
    linesLost += lines;
    if (!failing) {
      failing = true;
      retry(new byte[0]);
    }
  }

  /** Tries once more to write the count of lost lines, and releases the target. */
  @Override
  public void close() {
    if (failing && linesLost > 0) {
      retry(new byte[0]);
    }
    if (failing && linesReported != linesLost) {
      linesReported = linesLost;
      reportLoss(linesLost);
    }
    try {
      target.close();
    } catch (IOException e) {
      standardError.accept(event(Level.WARN, "cannot close " + target.name() + ": " + e));
    }
  }

  /** Reports lines that the target has not taken in the end; does not use the target. */
  void reportLoss(long lines) {
    standardError.accept(
        event(Level.WARN, "log lines lost: " + lines + "; " + target.name() + " still fails"));
  }

  private void writeOrLose(byte[] line) {
    try {
      target.write(line);
    } catch (IOException e) {
      linesLost++;
      failed(e);
    }
  }

  private void retry(byte[] line) {
    LogEntry event =
        event(Level.WARN, "log lines lost: " + linesLost + "; " + target.name() + " works again");
    byte[] notice = format.format(event);
    try {
      // Together: a disk with room only for the notice is still full.
      target.write(ByteBuffer.allocate(notice.length + line.length).put(notice).put(line).array());
      standardError.accept(event);
      failing = false;
      linesLost = 0;
      linesReported = 0;
    } catch (IOException e) {
      linesLost += line.length == 0 ? 0 : 1;
      triedNanos = nanoTime.getAsLong();
    }
  }

  private void failed(IOException e) {
    failing = true;
    triedNanos = nanoTime.getAsLong();
    reportFailure(e.toString());
  }

  private void reportFailure(String reason) {
    standardError.accept(
        event(
            Level.ERROR,
            "cannot write " + target.name() + ", log lines are being lost: " + reason));
  }

  /** Returns a line of this class's own, logged where this method is called. */
  private static LogEntry event(Level level, String message) {
    StackTraceElement here = new Throwable().getStackTrace()[1];
    return new LogEntry(
        RuntimeProvider.createTimestamp(),
        null,
        null,
        here.getClassName(),
        here.getMethodName(),
        here.getFileName(),
        here.getLineNumber(),
        null,
        level,
        message,
        null);
  }
}
