package io.rubik.kube;

import io.rubik.loop.Ticker;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * Clock, sleep and random numbers, which a test sets.
 *
 * @param random 0 to 1
 */
record Timing(Ticker ticker, Sleeper sleeper, DoubleSupplier random) {

  /** Returns those of the system. */
  static Timing system() {
    return new Timing(
        Ticker.system(), Thread::sleep, () -> ThreadLocalRandom.current().nextDouble());
  }

  /** Sleeps. */
  interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }
}
