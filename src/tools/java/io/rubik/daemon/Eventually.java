package io.rubik.daemon;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process or thread will do, looking often. */
public final class Eventually {

  private static final long LOOK_NANOS = Duration.ofMillis(5).toNanos();

  private Eventually() {}

  /** A condition that may fail while it is checked. */
  public interface Condition {
    /** Returns whether it holds. */
    boolean holds() throws IOException;
  }

  /** Returns the time it took until the condition held; fails when it takes longer. */
  public static Duration until(String what, Duration patience, Condition condition)
      throws IOException, TimeoutException {
    long start = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new TimeoutException("not within " + patience.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
