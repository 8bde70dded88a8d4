package io.rubik.logging;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * An exception within a line: {@code java.io.IOException: text [at Class.method(File.java:12), ...;
 * 7 more] suppressed {...} caused by ...}. Frames that an exception shares with the one it belongs
 * to are among the {@code more}.
 */
final class ExceptionText {

  private static final int MAX_FRAMES = 20;
  private static final int MAX_EXCEPTIONS = 16;
  private static final StackTraceElement[] NO_FRAMES = {};

  private final BoundedLine line;
  private final Set<Throwable> shown = Collections.newSetFromMap(new IdentityHashMap<>());

  private ExceptionText(BoundedLine line) {
    this.line = line;
  }

  /** Adds the exception with its causes and suppressed exceptions, 16 of them at most. */
  static void append(BoundedLine line, Throwable exception) {
    new ExceptionText(line).append(exception, NO_FRAMES);
  }

  private void append(Throwable exception, StackTraceElement[] outer) {
    shown.add(exception);
    line.append(exception.getClass().getName());
    String message = message(exception);
    if (!message.isEmpty()) {
      line.append(": ").append(message);
    }
    StackTraceElement[] frames = exception.getStackTrace();
    appendFrames(frames, frames.length - shared(frames, outer));
    appendSuppressed(exception.getSuppressed(), frames);
    Throwable cause = exception.getCause();
    if (cause != null) {
      appendRelated(" caused by ", cause, frames, "");
    }
  }

  private void appendFrames(StackTraceElement[] frames, int own) {
    if (frames.length == 0) {
      return;
    }
    int count = Math.min(own, MAX_FRAMES);
    line.append(" [");
    for (int i = 0; i < count; i++) {
      line.append(i == 0 ? "at " : ", ");
      appendFrame(frames[i]);
    }
    if (count < frames.length) {
      line.append(count == 0 ? "" : "; ").append(frames.length - count, 1).append(" more");
    }
    line.append("]");
  }

  private void appendFrame(StackTraceElement frame) {
    String file = frame.getFileName();
    line.append(frame.getClassName()).append(".").append(frame.getMethodName());
    line.append("(").append(file == null ? "?" : file);
    if (frame.getLineNumber() > 0) {
      line.append(":").append(frame.getLineNumber(), 1);
    }
    line.append(")");
  }

  private void appendSuppressed(Throwable[] suppressed, StackTraceElement[] outer) {
    for (int i = 0; i < suppressed.length; i++) {
      if (shown.size() == MAX_EXCEPTIONS) {
        line.append(" ").append(suppressed.length - i, 1).append(" more suppressed");
        return;
      }
      appendRelated(" suppressed {", suppressed[i], outer, "}");
    }
  }

  private void appendRelated(
      String before, Throwable exception, StackTraceElement[] outer, String after) {
    line.append(before);
    if (shown.contains(exception)) {
      line.append(exception.getClass().getName()).append(" (shown before)");
    } else if (shown.size() == MAX_EXCEPTIONS) {
      line.append("...");
    } else {
      append(exception, outer);
    }
    line.append(after);
  }

  private static String message(Throwable exception) {
    try {
      String message = exception.getLocalizedMessage();
      return message == null ? "" : message;
    } catch (RuntimeException broken) {
      // An exception class with a defect of its own must not cost the line.
      return "(no message: " + broken.getClass().getName() + ")";
    }
  }

  private static int shared(StackTraceElement[] frames, StackTraceElement[] outer) {
    int shared = 0;
    while (shared < frames.length
        && shared < outer.length
        && frames[frames.length - 1 - shared].equals(outer[outer.length - 1 - shared])) {
      shared++;
    }
    return shared;
  }
}
