package io.rubik.soak;

import java.time.Duration;

/** How long a pod may be wrong, by what happened before. */
enum Bound {
  /** Nothing is the matter: an event takes milliseconds, and an awaited cgroup 200 ms more. */
  NORMAL("normal", Duration.ofSeconds(1)),

  /** The informer waits at most 5 s between two tries; a second is for the list itself. */
  AFTER_SERVER("after a fault of the API server", Duration.ofSeconds(6)),

  /** A dead connection is found by a ping each 15 s whose answer is missed at the next one. */
  AFTER_FREEZE("after frozen connections", Duration.ofSeconds(6 + 2 * 15)),

  /** The Java machine starts, the list is read, and every pod is handled. */
  AFTER_START("after a start of rubik", Duration.ofSeconds(5)),

  /** Every pod is looked at each 30 s; a second is for the look. */
  AFTER_TAMPERING("after tampering", Duration.ofSeconds(31));

  private final String text;
  private final Duration limit;

  Bound(String text, Duration limit) {
    this.text = text;
    this.limit = limit;
  }

  Duration limit() {
    return limit;
  }

  @Override
  public String toString() {
    return text;
  }
}
