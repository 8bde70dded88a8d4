package io.rubik.agent;

import io.rubik.control.Controls;
import io.rubik.loop.EventLoop;
import io.rubik.loop.Ticker;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Restores the controls that rubik has set and that no feature claims, such as what a feature that
 * ended could not restore itself, and tries again until all are restored.
 */
final class Restorer implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final String CONTROLS = "controls no longer claimed";

  private final Controls controls;
  private final EventLoop loop;
  private final ProblemLog<String> problems;

  Restorer(Controls controls, EventLoop loop, Ticker ticker) {
    this.controls = controls;
    this.loop = loop;
    this.problems = new ProblemLog<>(ticker);
  }

  /**
   * Restores what no feature claims; a failure is logged.
   *
   * @param ofFeature selects the features whose controls are restored
   */
  synchronized void restore(Predicate<String> ofFeature) {
    try {
      controls.restoreOrphaned(ofFeature);
      problems.resolve(CONTROLS);
    } catch (IOException e) {
      problems.report(
          CONTROLS,
          Problem.error(
              CONTROLS,
              "not all could be restored, trying again every "
                  + INTERVAL.toSeconds()
                  + " s: "
                  + Reason.of(e)));
    }
  }

  /** Does so at intervals from now on. */
  void start() {
    loop.schedule(INTERVAL, this::runAndSchedule);
  }

  private void runAndSchedule() {
    start();
    restore(_ -> true);
  }

  /** Ends the attempts. */
  @Override
  public void close() {
    loop.close();
  }
}
