package io.rubik.kube;

import io.rubik.daemon.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Catches what is logged at level warn and above, of outages also at info, while it is open. */
final class LogCapture implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  LogCapture() {
    PrintStream captured = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    System.setOut(captured);
    System.setErr(captured);
  }

  String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Returns the number of lines that hold a text. */
  long lines(String part) {
    return text().lines().filter(line -> line.contains(part)).count();
  }

  /** Waits until a line holds a text. */
  void await(String part) throws IOException, TimeoutException {
    Eventually.until("the log says " + part, PATIENCE, () -> lines(part) > 0);
  }

  @Override
  public void close() {
    System.setOut(out);
    System.setErr(err);
  }
}
