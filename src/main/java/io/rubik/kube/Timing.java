package io.rubik.kube;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Clock, sleep and random numbers, which a test sets.
 *
 * @param nanoTime as {@link System#nanoTime}
 * @param random 0 to 1
 */
record Timing(LongSupplier nanoTime, Sleeper sleeper, DoubleSupplier random) {

  /** Returns those of the system. */
  static Timing system() {
    return new Timing(
        System::nanoTime, Thread::sleep, () -> ThreadLocalRandom.current().nextDouble());
  }

  /** Sleeps. */
  interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }
}
