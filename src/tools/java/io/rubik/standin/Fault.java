package io.rubik.standin;

import java.time.Duration;
import java.util.Optional;

/**
 * Something that goes wrong on demand: the next n times, for a time, or until cleared.
 *
 * @param times how often it occurs, 0 for no limit
 * @param lasting how long it stays, empty for no limit
 * @param retryAfter the wait that a 429 asks for
 * @param bytesPerSecond the pace of a slow answer
 */
public record Fault(
    FaultKind kind,
    FaultTarget target,
    int times,
    Optional<Duration> lasting,
    Duration retryAfter,
    int bytesPerSecond) {

  /** Checks the numbers. */
  public Fault {
    if (times < 0 || bytesPerSecond < 1) {
      throw new IllegalArgumentException("times " + times + ", bytesPerSecond " + bytesPerSecond);
    }
  }

  /** Returns a fault that affects every matching request, until cleared. */
  public static Fault of(FaultKind kind) {
    return new Fault(kind, FaultTarget.ANY, 0, Optional.empty(), Duration.ofSeconds(1), 4096);
  }

  /** Returns this fault for some requests only. */
  public Fault on(FaultTarget only) {
    return new Fault(kind, only, times, lasting, retryAfter, bytesPerSecond);
  }

  /** Returns this fault for the next n times only. */
  public Fault times(int n) {
    return new Fault(kind, target, n, lasting, retryAfter, bytesPerSecond);
  }

  /** Returns this fault for a time only, counted from when it is injected. */
  public Fault lasting(Duration time) {
    return new Fault(kind, target, times, Optional.of(time), retryAfter, bytesPerSecond);
  }

  /** Returns this fault with another Retry-After. */
  public Fault retryAfter(Duration wait) {
    return new Fault(kind, target, times, lasting, wait, bytesPerSecond);
  }

  /** Returns the time between two bytes. */
  Duration pause() {
    return Duration.ofSeconds(1).dividedBy(bytesPerSecond);
  }

  /** Returns this fault at another pace. */
  public Fault bytesPerSecond(int pace) {
    return new Fault(kind, target, times, lasting, retryAfter, pace);
  }
}
