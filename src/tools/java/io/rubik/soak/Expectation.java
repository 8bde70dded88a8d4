package io.rubik.soak;

import java.time.Duration;

/**
 * By when a pod that is wrong must be right.
 *
 * @param blind whether rubik cannot know, so that the time stands still
 * @param fromNanos from when the time counts
 */
record Expectation(boolean blind, Bound bound, long fromNanos, long deadlineNanos) {

  /** Returns the latest of the deadlines of a pod that is wrong since then. */
  static Expectation of(World world, String uid, long wrongSinceNanos) {
    Sight.State sight = world.sight().state();
    long tampered = world.tamperedNanos(uid);
    Expectation expected = after(wrongSinceNanos, Bound.NORMAL, sight.blind());
    if (sight.deadlineNanos() > expected.deadlineNanos()) {
      long from = Math.max(wrongSinceNanos, sight.sinceNanos());
      expected = new Expectation(sight.blind(), sight.bound(), from, sight.deadlineNanos());
    }
    Expectation repaired = after(tampered, Bound.AFTER_TAMPERING, sight.blind());
    boolean applies = repaired.deadlineNanos() > wrongSinceNanos;
    return applies && repaired.deadlineNanos() > expected.deadlineNanos() ? repaired : expected;
  }

  private static Expectation after(long fromNanos, Bound bound, boolean blind) {
    return new Expectation(blind, bound, fromNanos, fromNanos + bound.limit().toNanos());
  }

  /** Returns whether the pod must be right by now. */
  boolean isLate(long nowNanos) {
    return !blind && nowNanos > deadlineNanos;
  }

  /** Returns for how long the pod has been wrong though rubik could know. */
  Duration wrongFor(long nowNanos) {
    return Duration.ofNanos(Math.max(0, nowNanos - fromNanos));
  }
}
