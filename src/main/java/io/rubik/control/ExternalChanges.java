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
 * changed repeatedly, reported as a conflict while it lasts. Any thread may use it.
 */
public final class ExternalChanges {

  /** More changes of one control than that in an hour are a conflict. */
  static final int CONFLICT = 10;

  private static final Duration WINDOW = Duration.ofHours(1);

  private final Ticker ticker;
  private final ProblemLog<String> conflicts;
  private long restored;

  /** The times of the changes of each control in the last hour. */
  private final Map<String, Deque<Long>> nanosByControl = new HashMap<>();

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
  synchronized void restored(Subject subject, String control, String found, String value) {
    restored++;
    forgetOld();
    long now = ticker.nanos();
    Deque<Long> nanos = nanosByControl.computeIfAbsent(control, any -> new ArrayDeque<>());
    nanos.add(now);
    if (nanos.size() > CONFLICT) {
      conflicts.report(control, conflict(subject, control, found, value, nanos));
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
    nanosByControl
        .values()
        .forEach(nanos -> {
          while (!nanos.isEmpty() && ticker.since(nanos.getFirst()).compareTo(WINDOW) > 0) {
            nanos.removeFirst();
          }
        });
    nanosByControl.values().removeIf(Deque::isEmpty);
    for (ProblemLog.Active<String> conflict : conflicts.active()) {
      Deque<Long> nanos = nanosByControl.get(conflict.key());
      if (nanos == null || nanos.size() <= CONFLICT) {
        conflicts.resolve(conflict.key());
      }
    }
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
