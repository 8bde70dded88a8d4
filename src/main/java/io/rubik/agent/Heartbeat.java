package io.rubik.agent;

/** Finds out whether a feature's thread still moves, without waiting for it. */
final class Heartbeat {

  private final FeatureRunner runner;
  private volatile boolean answered = true;

  Heartbeat(FeatureRunner runner) {
    this.runner = runner;
  }

  /** Returns the runner it listens to. */
  FeatureRunner runner() {
    return runner;
  }

  /**
   * Returns whether the last beat has been answered, and if so, asks for the next one; a thread in
   * a write for which the kernel takes its time moves too.
   */
  boolean beat() {
    if (!answered) {
      return runner.isWriting();
    }
    answered = false;
    runner.afterQueued(() -> answered = true);
    return true;
  }
}
