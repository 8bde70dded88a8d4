package io.rubik.agent;

import io.rubik.control.Controls;
import io.rubik.loop.EventLoop;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;
import org.tinylog.Logger;

/**
 * Gives back what rubik has changed and no feature claims, such as what a feature that ended could
 * not give back itself, and tries again until it is done.
 */
final class Arrears implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final Controls controls;
  private final EventLoop loop;

  /** Empty while all is well. */
  private String said = "";

  Arrears(Controls controls, EventLoop loop) {
    this.controls = controls;
    this.loop = loop;
  }

  /**
   * Gives back what nobody claims; what fails is logged, once.
   *
   * @param ofFeature whose it is to be
   */
  synchronized void giveBack(Predicate<String> ofFeature) {
    try {
      controls.restoreOrphaned(ofFeature);
      said = "";
    } catch (IOException e) {
      String reason = Reason.of(e);
      if (!reason.equals(said)) {
        Logger.error(
            "not all that was changed can be given back, which is tried again every {} s: {}",
            INTERVAL.toSeconds(),
            reason);
      }
      said = reason;
    }
  }

  /** Does so at intervals from now on. */
  void begin() {
    loop.schedule(INTERVAL, this::again);
  }

  private void again() {
    begin();
    giveBack(_ -> true);
  }

  /** Ends the attempts. */
  @Override
  public void close() {
    loop.close();
  }
}
