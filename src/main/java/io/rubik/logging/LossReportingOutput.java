package io.rubik.logging;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.tinylog.Level;
import org.tinylog.core.LogEntry;
import org.tinylog.runtime.RuntimeProvider;

/**
 * Writes events to a target and never fails. When the target fails, one line on standard error says
 * so; lines are dropped and counted, with one attempt a second. When it works again, standard error
 * and the target get one line with the count.
 */
final class LossReportingOutput {

  private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

  private final LineFormat format;
  private final LineTarget target;
  private final PrintStream standardError;
  private final LongSupplier nanoTime;
  private boolean failing;
  private long linesLost;
  private long triedNanos;

  LossReportingOutput(
      LineFormat format, LineTarget target, PrintStream standardError, LongSupplier nanoTime) {
    this.format = format;
    this.target = target;
    this.standardError = standardError;
    this.nanoTime = nanoTime;
  }

  /** Makes the target ready. */
  synchronized void open() {
    try {
      target.open();
    } catch (IOException e) {
      failed(e);
    }
  }

  /** Writes one event, or counts it as lost. */
  void write(LogEntry entry) {
    byte[] line = format.format(entry);
    synchronized (this) {
      if (!failing) {
        writeOrLose(line);
      } else if (nanoTime.getAsLong() - triedNanos >= RETRY_NANOS) {
        retry(line);
      } else {
        linesLost++;
      }
    }
  }

  /** Tries once more to write the count of lost lines, and releases the target. */
  synchronized void close() {
    if (failing && linesLost > 0) {
      retry(new byte[0]);
    }
    if (failing) {
      report(
          event(
              Level.WARN, "log lines lost: " + linesLost + "; " + target.name() + " still fails"));
    }
    try {
      target.close();
    } catch (IOException e) {
      report(event(Level.WARN, "cannot close " + target.name() + ": " + e));
    }
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
    byte[] notice =
        event(Level.WARN, "log lines lost: " + linesLost + "; " + target.name() + " works again");
    try {
      // Together: a disk with room only for the notice is still full.
      target.write(ByteBuffer.allocate(notice.length + line.length).put(notice).put(line).array());
      report(notice);
      failing = false;
      linesLost = 0;
    } catch (IOException e) {
      linesLost += line.length == 0 ? 0 : 1;
      triedNanos = nanoTime.getAsLong();
    }
  }

  private void failed(IOException e) {
    failing = true;
    triedNanos = nanoTime.getAsLong();
    report(
        event(Level.ERROR, "cannot write " + target.name() + ", log lines are being lost: " + e));
  }

  private void report(byte[] line) {
    standardError.write(line, 0, line.length);
    standardError.flush();
  }

  /** Returns a line of this class's own, logged where this method is called. */
  private byte[] event(Level level, String message) {
    StackTraceElement here = new Throwable().getStackTrace()[1];
    return format.format(
        new LogEntry(
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
            null));
  }
}
