package io.rubik.agent;

/** Finds out whether a feature's thread is stuck, without waiting for it. */
final class Heartbeat {

  private final FeatureRunner runner;
  private volatile boolean answered = true;

  Heartbeat(FeatureRunner runner) {
    this.runner = runner;
  }

  /** Returns the runner whose thread it is. */
  FeatureRunner runner() {
    return runner;
  }

  /**
   * Returns whether the last beat has been answered, and if so, asks for the next one; a thread in
   * a slow write is not stuck either.
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
