package io.rubik.control;

import io.rubik.loop.EventLoop;
import io.rubik.loop.Ticker;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
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

  /** Of memory: to set one may take seconds, for which the others must not wait. */
  private final EventLoop ofMemory;

  private final ProblemLog<Written> failures;
  private final Set<Written> waiting = new HashSet<>();

  private record Written(String cgroupPath, String file) {

    @Override
    public String toString() {
      return cgroupPath + "/" + file;
    }
  }

  /** Looks at the controls on these loops. */
  public WrittenControls(Controls controls, EventLoop loop, EventLoop ofMemory, Ticker ticker) {
    this.controls = controls;
    this.loop = loop;
    this.ofMemory = ofMemory;
    this.failures = new ProblemLog<>(ticker);
  }

  /** A file of a cgroup was written, by whomever. */
  public synchronized void written(String cgroupPath, String file) {
    Written written = new Written(cgroupPath, file);
    if (controls.isSet(cgroupPath, file) && waiting.add(written)) {
      (file.startsWith("memory.") ? ofMemory : loop).schedule(DELAY, () -> look(written));
    }
  }

  private void look(Written written) {
    synchronized (this) {
      waiting.remove(written);
    }
    try {
      controls.repair(written.cgroupPath(), written.file());
      failures.resolve(written);
    } catch (IOException | RuntimeException e) {
      failures.report(
          written,
          Problem.warning(
              written.toString(),
              "was changed by another process and cannot be set again: " + Reason.of(e)));
    }
    failures.forgetIf(each -> !controls.isSet(each.cgroupPath(), each.file()));
  }

  /** Ends the loops. */
  @Override
  public void close() {
    loop.end();
    ofMemory.end();
    loop.close();
    ofMemory.close();
  }
}
