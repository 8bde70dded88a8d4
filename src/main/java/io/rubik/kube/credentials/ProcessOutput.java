package io.rubik.kube.credentials;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * Reads a pipe of a process to its end, so that its writer never blocks, and keeps a bounded part.
 */
final class ProcessOutput {

  private final InputStream in;
  private final byte[] kept;
  private int length;
  private final Thread thread;

  private ProcessOutput(InputStream in, int limitBytes) {
    this.in = in;
    this.kept = new byte[limitBytes];
    this.thread = Thread.ofPlatform().daemon().name("kube-exec").unstarted(this::run);
  }

  /** Starts reading. */
  static ProcessOutput of(InputStream in, int limitBytes) {
    ProcessOutput output = new ProcessOutput(in, limitBytes);
    output.thread.start();
    return output;
  }

  /** Waits for the end, at most that long. */
  void await(Duration limit) throws InterruptedException {
    thread.join(limit);
  }

  /** Returns whether every writer has closed the pipe. */
  boolean hasEnded() {
    return !thread.isAlive();
  }

  /** Returns what has been kept so far. */
  synchronized String text() {
    return new String(Arrays.copyOf(kept, length), StandardCharsets.UTF_8);
  }

  /** Returns {@code ": text"} in one line of printable characters, nothing when it is empty. */
  String quoted() {
    StringBuilder line = new StringBuilder();
    text().strip().codePoints().forEach(c -> appendPrintable(line, c));
    return line.isEmpty() ? "" : ": " + line;
  }

  private static void appendPrintable(StringBuilder line, int c) {
    if (c == '\n') {
      line.append("\\n");
    } else if (c < ' ' || (c >= 0x7f && c < 0xa0) || !Character.isDefined(c)) {
      line.append(String.format("\\u%04x", c));
    } else {
      line.appendCodePoint(c);
    }
  }

  private void run() {
    byte[] buffer = new byte[4096];
    try (in) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        keep(buffer, n);
      }
    } catch (IOException e) {
      // The program was killed; what it had printed is kept.
    }
  }

  private synchronized void keep(byte[] buffer, int n) {
    int room = Math.min(n, kept.length - length);
    System.arraycopy(buffer, 0, kept, length, room);
    length += room;
  }
}
