package io.rubik.soak;

import java.util.ArrayList;
import java.util.List;

/** Whether rubik could know of pods, and if it could not, since when it can again. */
final class Sight {

  private final List<String> inForce = new ArrayList<>();
  private State last = new State(false, Bound.NORMAL, Long.MIN_VALUE, Long.MIN_VALUE);

  /**
   * What is to be expected of rubik at one moment.
   *
   * @param blind whether something keeps it from knowing
   * @param bound by what it was kept last
   * @param sinceNanos since when it is not any more
   * @param deadlineNanos when it must have caught up
   */
  record State(boolean blind, Bound bound, long sinceNanos, long deadlineNanos) {}

  /** Takes the sight, for some reason. */
  synchronized void lose(String reason) {
    inForce.add(reason);
  }

  /** Ends the blindness for that reason; rubik has the bound to catch up. */
  synchronized void regain(String reason, Bound bound) {
    inForce.remove(reason);
    long now = System.nanoTime();
    long deadline = now + bound.limit().toNanos();
    boolean later = last.deadlineNanos() < deadline;
    last =
        new State(
            false, later ? bound : last.bound(), now, later ? deadline : last.deadlineNanos());
  }

  /** Returns how it is now. */
  synchronized State state() {
    return new State(!inForce.isEmpty(), last.bound(), last.sinceNanos(), last.deadlineNanos());
  }

  /** Returns what is in force, for a message. */
  synchronized String reasons() {
    return inForce.isEmpty() ? "nothing" : String.join(", ", inForce);
  }
}
