package io.rubik.problem;

import io.rubik.loop.Ticker;
import java.util.List;

/**
 * The outage of one thing that fails in several ways by turns, such as a server: each kind of fault
 * is logged once, ten at most, and its end once. Any thread may use it.
 */
public final class Outage {

  private static final int MAX_KINDS = 10;

  private final ProblemLog<String> kinds;

  /** Starts without a fault. */
  public Outage(Ticker ticker) {
    this.kinds = new ProblemLog<>(ticker);
  }

  /** Takes in a fault, whose identity is its kind. */
  public synchronized void report(Problem fault) {
    String kind = fault.identity();
    if (kinds.isActive(kind) || kinds.active().size() < MAX_KINDS) {
      kinds.report(kind, fault);
    }
  }

  /** Returns whether there has been a fault since the last end. */
  public boolean isOn() {
    return !kinds.active().isEmpty();
  }

  /** Returns the faults since the last end, the first of each kind first. */
  public List<ProblemLog.Active<String>> active() {
    return kinds.active();
  }

  /** Ends the outage, if there is one. */
  public void end() {
    kinds.resolveAll();
  }
}
