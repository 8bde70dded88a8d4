package io.rubik.control;

import io.rubik.loop.EventLoop;
import io.rubik.loop.Ticker;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Looks at control files soon after they were written, and sets controls again that another process
 * has changed: systemd writes all it knows of a unit at once, at a reload or when a container
 * starts, so the writes of a moment are looked at together. Rubik's own are found to be as set. Any
 * thread may report one.
 */
public final class WrittenControls implements AutoCloseable {

  /** Long enough for what systemd writes at once. */
  static final Duration DELAY = Duration.ofMillis(20);

  private final Controls controls;
  private final EventLoop loop;
  private final ProblemLog<Written> failures;
  private Set<Written> waiting = new LinkedHashSet<>();

  private record Written(String cgroupPath, String file) {}

  /** Looks at the controls on that loop. */
  public WrittenControls(Controls controls, EventLoop loop, Ticker ticker) {
    this.controls = controls;
    this.loop = loop;
    this.failures = new ProblemLog<>(ticker);
  }

  /** A file of a cgroup was written, by whomever. */
  public synchronized void written(String cgroupPath, String file) {
    if (!controls.isSet(cgroupPath, file)) {
      return;
    }
    if (waiting.isEmpty()) {
      loop.schedule(DELAY, this::look);
    }
    waiting.add(new Written(cgroupPath, file));
  }

  private void look() {
    for (Written each : take()) {
      try {
        controls.repair(each.cgroupPath(), each.file());
        failures.forget(each);
      } catch (IOException e) {
        String file = each.cgroupPath() + "/" + each.file();
        failures.report(
            each,
            Problem.warning(
                file, "was changed by another process and cannot be set again: " + Reason.of(e)));
      }
    }
  }

  private synchronized Set<Written> take() {
    Set<Written> taken = waiting;
    waiting = new LinkedHashSet<>();
    return taken;
  }

  /** Ends the loop. */
  @Override
  public void close() {
    loop.close();
  }
}
