package io.rubik.loop;

import java.time.Duration;

/** A delay that doubles with each use up to a longest one. Used by one thread. */
public final class GrowingDelay {

  private final Duration first;
  private final Duration longest;
  private Duration next;
  private int uses;

  /** Creates a delay that starts at {@code first}. */
  public GrowingDelay(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
    this.next = first;
  }

  /** Returns the delay to wait now; the next one is twice as long. */
  public Duration next() {
    Duration now = next;
    Duration doubled = now.multipliedBy(2);
    next = doubled.compareTo(longest) < 0 ? doubled : longest;
    uses++;
    return now;
  }

  /** Returns how many delays were taken since the last reset. */
  public int uses() {
    return uses;
  }

  /** Starts from the first delay again. */
  public void reset() {
    next = first;
    uses = 0;
  }
}
