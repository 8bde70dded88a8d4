package io.rubik.demo;

import io.rubik.daemon.Eventually;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** What the demonstration tells and claims; each claim is looked up before it is made. */
final class Account {

  private final PrintStream out;
  private int claims;
  private int failures;

  Account(PrintStream out) {
    this.out = out;
  }

  /** Begins a scene. */
  void scene(String title) {
    out.printf("%n== %s%n", title);
  }

  /** Tells something that is no claim. */
  void tell(String text) {
    text.lines().forEach(line -> out.println("   " + line));
  }

  /** Claims what must be true, or become so within the time. */
  void claim(String what, Duration within, Eventually.Condition condition) throws IOException {
    claims++;
    try {
      Duration took = Eventually.until(what, within, condition);
      out.printf("   [ok] %s (%d ms)%n", what, took.toMillis());
    } catch (TimeoutException e) {
      failures++;
      out.printf("   [FAILED] %s: %s%n", what, e.getMessage());
    }
  }

  /** Returns whether every claim was true, and says so. */
  boolean close() {
    out.printf("%n%d claims, %d failed%n", claims, failures);
    return failures == 0;
  }
}
