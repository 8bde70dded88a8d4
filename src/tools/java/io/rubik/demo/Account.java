package io.rubik.demo;

import io.rubik.daemon.Eventually;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** What the demonstration prints and claims; each claim is checked before it is printed. */
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

  /** Prints something that is not a claim. */
  void print(String text) {
    text.lines().forEach(line -> out.println("   " + line));
  }

  /** Claims what must be true now, or become true within the time. */
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

  /** Prints how many claims were made; returns whether all were true. */
  boolean close() {
    out.printf("%n%d claims, %d failed%n", claims, failures);
    return failures == 0;
  }
}
