package io.rubik.problem;

import io.rubik.loop.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tinylog.Level;
import org.tinylog.provider.LoggingProvider;
import org.tinylog.provider.ProviderRegistry;

/**
 * The problems in progress, at most one for each key. A problem is logged when it begins, when it
 * becomes another one, and when it has ended, but not in between. Any thread may use it.
 *
 * <p>The log line names the place in the code that called this class.
 *
 * @param <K> what distinguishes one problem from another, such as the UID of a pod
 */
public final class ProblemLog<K> {

  /** The most lines about one problem in an hour, its end aside. */
  static final int MAX_LINES = 10;

  private static final Duration WINDOW = Duration.ofHours(1);
  private static final LoggingProvider LOG = ProviderRegistry.getLoggingProvider();

  private final Ticker ticker;
  private final Map<K, Course> courses = new LinkedHashMap<>();

  /**
   * A problem in progress.
   *
   * @param lasting the time since it began
   * @param reports how often it was reported
   */
  public record Active<K>(K key, Problem problem, Duration lasting, long reports) {}

  /** One problem from its beginning. */
  private static final class Course {
    private final long sinceNanos;
    private Problem last;
    private long reports;
    private long windowNanos;
    private int lines;

    Course(Problem problem, long nowNanos) {
      last = problem;
      sinceNanos = nowNanos;
      windowNanos = nowNanos;
    }

    /** Returns whether the report is worth a line, and counts it. */
    boolean takesLine(Problem problem, Duration sinceWindow, long nowNanos) {
      boolean isNew = reports == 0 || !problem.identity().equals(last.identity());
      last = problem;
      reports++;
      if (sinceWindow.compareTo(WINDOW) >= 0) {
        windowNanos = nowNanos;
        lines = 0;
      }
      return isNew && ++lines <= MAX_LINES;
    }
  }

  /** Creates a log without problems. */
  public ProblemLog(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Logs a problem if it is new or another one than last time; returns whether it did. */
  public synchronized boolean report(K key, Problem problem) {
    long now = ticker.nanos();
    Course course = courses.computeIfAbsent(key, any -> new Course(problem, now));
    if (!course.takesLine(problem, ticker.since(course.windowNanos), now)) {
      return false;
    }
    boolean isLast = course.lines == MAX_LINES;
    log(
        problem.level(),
        problem.cause(),
        problem.subject()
            + ": "
            + problem.reason()
            + (isLast ? " (changes of this problem are not logged for the next hour)" : ""));
    return true;
  }

  /**
   * Makes an attempt; a failure is a problem, whatever the numbers in its reason, and success ends
   * it. Returns whether it succeeded.
   *
   * @param subject what the attempt concerns, the start of each log line
   */
  public boolean attempt(K key, String subject, Failures.Attempt attempt) {
    try {
      attempt.run();
    } catch (IOException e) {
      report(key, Problem.warning(subject, Reason.of(e)).ignoringNumbers());
      return false;
    }
    resolve(key);
    return true;
  }

  /** Ends a problem and logs that; returns whether there was one. */
  public synchronized boolean resolve(K key) {
    Course course = courses.remove(key);
    if (course == null) {
      return false;
    }
    logEnd(course, course.reports);
    return true;
  }

  /**
   * Ends all problems, which concern one subject, and logs that in one line; returns whether there
   * was one.
   */
  public synchronized boolean resolveAll() {
    if (courses.isEmpty()) {
      return false;
    }
    logEnd(
        courses.values().iterator().next(),
        courses.values().stream().mapToLong(course -> course.reports).sum());
    courses.clear();
    return true;
  }

  /** Forgets a problem without logging it: what it was about is gone, or no longer wanted. */
  public synchronized void forget(K key) {
    courses.remove(key);
  }

  /** Forgets the problems of those keys without logging them. */
  public synchronized void forgetIf(Predicate<? super K> isObsolete) {
    courses.keySet().removeIf(isObsolete);
  }

  /** Returns whether there is a problem of that key. */
  public synchronized boolean isActive(K key) {
    return courses.containsKey(key);
  }

  /** Returns the problems in progress, the oldest first. */
  public synchronized List<Active<K>> active() {
    return courses.entrySet().stream()
        .map(entry -> active(entry.getKey(), entry.getValue()))
        .toList();
  }

  private Active<K> active(K key, Course course) {
    return new Active<>(key, course.last, ticker.since(course.sinceNanos), course.reports);
  }

  private void logEnd(Course first, long reports) {
    log(
        Level.INFO,
        null,
        first.last.subject()
            + ": recovered after "
            + ticker.since(first.sinceNanos).toSeconds()
            + " s"
            + (reports > 1 ? " (" + reports + " failures)" : ""));
  }

  /** Lets the logging library skip the frames of this class to find who reported. */
  private static void log(Level level, @Nullable Throwable cause, String line) {
    LOG.log(ProblemLog.class.getName(), null, level, cause, null, line);
  }
}
