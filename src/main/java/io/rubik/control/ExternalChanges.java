package io.rubik.control;

import io.rubik.loop.Ticker;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tinylog.Logger;

/**
 * Controls that another process changed and rubik restored: counted, logged, and when one is
 * changed repeatedly, reported as a conflict while it lasts. What systemd and kubelet do every day
 * is no conflict until it is a tug of war. Any thread may use it.
 */
public final class ExternalChanges {

  /** More changes of one control than that in its window are a conflict. */
  static final int CONFLICT = 10;

  private static final Duration WINDOW = Duration.ofHours(1);
  private static final Duration ORDINARY_WINDOW = Duration.ofMinutes(1);

  private final Ticker ticker;
  private final ProblemLog<String> conflicts;
  private long restored;

  /** The times of the changes of each control in its window. */
  private final Map<String, Deque<Long>> foreign = new HashMap<>();

  private final Map<String, Deque<Long>> ordinary = new HashMap<>();

  ExternalChanges(Ticker ticker) {
    this.ticker = ticker;
    this.conflicts = new ProblemLog<>(ticker);
  }

  /**
   * What other processes did.
   *
   * @param restored how many changes were reverted since the start
   * @param conflicts how many controls are modified repeatedly now
   */
  public record Summary(long restored, int conflicts) {}

  /** Records that a control held something other than rubik had written, and was restored. */
  synchronized void restored(
      Meddling by, Subject subject, String control, String found, String value) {
    forgetOld();
    boolean isOrdinary = by == Meddling.ORDINARY;
    Deque<Long> nanos =
        (isOrdinary ? ordinary : foreign).computeIfAbsent(control, any -> new ArrayDeque<>());
    nanos.add(ticker.nanos());
    restored += isOrdinary ? 0 : 1;
    if (nanos.size() > CONFLICT) {
      conflicts.report(control, conflict(subject, control, found, value, nanos));
    } else if (isOrdinary) {
      Logger.debug(
          "{}: {} was set to {} by systemd or kubelet; set to {} again",
          subject,
          control,
          found,
          value);
    } else {
      Logger.warn(
          "{}: {} was changed to {} by another process; restored to {}",
          subject,
          control,
          found,
          value);
    }
  }

  private Problem conflict(
      Subject subject, String control, String found, String value, Deque<Long> nanos) {
    return Problem.error(
            subject + ", " + control,
            "modified repeatedly by another process ("
                + nanos.size()
                + " times in "
                + ticker.since(nanos.getFirst()).toSeconds()
                + " s), last to "
                + found
                + "; restoring "
                + value
                + " silently from now on; stop whatever writes it: another agent, a script, or"
                + " kubelet, the runtime or systemd with settings of their own")
        .identifiedBy(control);
  }

  private void forgetOld() {
    forgetOld(foreign, WINDOW);
    forgetOld(ordinary, ORDINARY_WINDOW);
    for (ProblemLog.Active<String> conflict : conflicts.active()) {
      if (!isConflict(foreign, conflict.key()) && !isConflict(ordinary, conflict.key())) {
        conflicts.resolve(conflict.key());
      }
    }
  }

  private void forgetOld(Map<String, Deque<Long>> changes, Duration window) {
    for (Deque<Long> nanos : changes.values()) {
      while (!nanos.isEmpty() && ticker.since(nanos.getFirst()).compareTo(window) > 0) {
        nanos.removeFirst();
      }
    }
    changes.values().removeIf(Deque::isEmpty);
  }

  private static boolean isConflict(Map<String, Deque<Long>> changes, String control) {
    return changes.getOrDefault(control, new ArrayDeque<>()).size() > CONFLICT;
  }

  /** Returns the controls that are modified repeatedly now. */
  synchronized List<ProblemLog.Active<String>> conflicts() {
    forgetOld();
    return conflicts.active();
  }

  /** Returns the changes by other processes so far, and the conflicts now. */
  synchronized Summary summary() {
    return new Summary(restored, conflicts().size());
  }
}
