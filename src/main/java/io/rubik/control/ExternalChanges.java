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

  /** So many changes of one control in that time are a race with somebody who watches it too. */
  private static final int RACE = 100;

  private static final Duration RACE_WINDOW = Duration.ofSeconds(10);

  /** The changes of each control in its window. */
  private final Map<String, Course> foreign = new HashMap<>();

  private final Map<String, Course> ordinary = new HashMap<>();

  /** The times of the last changes of one control, of as many as are of any use. */
  private final class Course {
    private final Deque<Long> nanos = new ArrayDeque<>();

    void add() {
      nanos.add(ticker.nanos());
      if (nanos.size() > RACE) {
        nanos.removeFirst();
      }
    }

    void forgetBefore(Duration window) {
      while (!nanos.isEmpty() && ticker.since(nanos.getFirst()).compareTo(window) > 0) {
        nanos.removeFirst();
      }
    }

    boolean isEmpty() {
      return nanos.isEmpty();
    }

    boolean isConflict() {
      return nanos.size() > CONFLICT;
    }

    boolean isRace() {
      return nanos.size() == RACE && ticker.since(nanos.getFirst()).compareTo(RACE_WINDOW) < 0;
    }

    String text() {
      return nanos.size() + " times in " + ticker.since(nanos.getFirst()).toSeconds() + " s";
    }
  }

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
    boolean isOrdinary = by == Meddling.ORDINARY;
    Course course = (isOrdinary ? ordinary : foreign).computeIfAbsent(control, any -> new Course());
    course.forgetBefore(isOrdinary ? ORDINARY_WINDOW : WINDOW);
    course.add();
    restored += isOrdinary ? 0 : 1;
    if (course.isConflict()) {
      conflicts.report(control, conflict(subject, control, found, value, course));
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
      Subject subject, String control, String found, String value, Course course) {
    return Problem.error(
            subject + ", " + control,
            "modified repeatedly by another process ("
                + course.text()
                + "), last to "
                + found
                + "; restoring "
                + value
                + " silently from now on; stop whatever writes it: another agent, a script, or"
                + " kubelet, the runtime or systemd with settings of their own")
        .identifiedBy(control);
  }

  /**
   * Returns whether another program changes the control as soon as rubik has set it: then it is set
   * again only now and then.
   */
  synchronized boolean isRace(String control) {
    return isRace(foreign, control) || isRace(ordinary, control);
  }

  private static boolean isRace(Map<String, Course> changes, String control) {
    Course course = changes.get(control);
    return course != null && course.isRace();
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

  private static void forgetOld(Map<String, Course> changes, Duration window) {
    changes.values().forEach(course -> course.forgetBefore(window));
    changes.values().removeIf(Course::isEmpty);
  }

  private static boolean isConflict(Map<String, Course> changes, String control) {
    Course course = changes.get(control);
    return course != null && course.isConflict();
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
