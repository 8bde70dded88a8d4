package io.rubik.loop;

import java.time.Duration;

/** Time that only goes forward, which a test can set. */
public interface Ticker {

  /** Returns nanoseconds since a moment that means nothing. */
  long nanos();

  /** Returns the time since an earlier reading. */
  default Duration since(long startNanos) {
    return Duration.ofNanos(nanos() - startNanos);
  }

  /** Returns the system's. */
  static Ticker system() {
    return System::nanoTime;
  }
}
