package io.rubik.control;

import io.rubik.loop.Ticker;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The write a feature's thread is in. One that makes the kernel reclaim memory can last longer than
 * the service manager's watchdog waits: that is logged, and must not get rubik killed.
 */
final class SlowWrites {

  /** A write that takes longer is logged. */
  static final Duration SLOW = Duration.ofSeconds(2);

  /** The kernel gives up reclaim long before; the watchdog's kill ends it too. */
  static final Duration ENDLESS = Duration.ofMinutes(5);

  private final String owner;
  private final Ticker ticker;
  private final ProblemLog<Write> problems;
  private volatile @Nullable Write current;
  private final AtomicInteger slow = new AtomicInteger();

  SlowWrites(String owner, Ticker ticker) {
    this.owner = owner;
    this.ticker = ticker;
    this.problems = new ProblemLog<>(ticker);
  }

  /** A write from its start until it is closed. */
  final class Write implements AutoCloseable {

    private final Subject subject;
    private final Object file;
    private final long startNanos = ticker.nanos();

    private Write(Subject subject, Object file) {
      this.subject = subject;
      this.file = file;
    }

    private Duration age() {
      return ticker.since(startNanos);
    }

    /** Logs the write if it is slow, once for each verb; returns whether it is. */
    private boolean report(String verb) {
      Duration age = age();
      boolean isSlow = age.compareTo(SLOW) > 0;
      if (isSlow) {
        String reason = "slow write by " + owner + " " + verb + " " + age.toMillis() + " ms";
        problems.report(this, Problem.warning(subject + ", " + file, reason).identifiedBy(verb));
      }
      return isSlow;
    }

    @Override
    public void close() {
      current = null;
      if (report("took")) {
        slow.incrementAndGet();
        problems.forget(this);
      }
    }
  }

  /** A write of that file begins. */
  Write begin(Subject subject, Object file) {
    Write write = new Write(subject, file);
    current = write;
    return write;
  }

  /**
   * Returns whether a slow write is why the thread does not answer: it is in one, though not
   * endlessly, or one has ended since this was asked last.
   */
  boolean explainSilence() {
    boolean hasEnded = slow.getAndSet(0) > 0;
    Write write = current;
    if (write == null) {
      return hasEnded;
    }
    write.report("is not finished after");
    return write.age().compareTo(ENDLESS) < 0;
  }
}
