package io.rubik.kube.credentials;

import io.rubik.text.SafeText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.commons.io.IOUtils;

/**
 * Reads a pipe of a process to its end, so that its writer never blocks, and keeps a bounded part.
 */
final class ProcessOutput {

  private final InputStream in;
  private final int limitBytes;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final Thread thread;

  private ProcessOutput(InputStream in, int limitBytes) {
    this.in = in;
    this.limitBytes = limitBytes;
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
  String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }

  /** Returns {@code ": text"} in one line of printable characters, nothing when it is empty. */
  String quoted() {
    String line = SafeText.escaped(text().strip());
    return line.isEmpty() ? "" : ": " + line;
  }

  private void run() {
    try (in) {
      IOUtils.copyLarge(in, kept, 0, limitBytes);
      IOUtils.consume(in);
    } catch (IOException e) {
      // The program was killed; what it had printed is kept.
    }
  }
}
