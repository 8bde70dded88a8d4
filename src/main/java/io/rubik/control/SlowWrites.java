package io.rubik.control;

import io.rubik.loop.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * The write a feature's thread is in. One that makes the kernel reclaim memory can last longer than
 * the service manager's watchdog waits: that is told, and is no reason to kill rubik.
 */
final class SlowWrites {

  /** A write that takes longer is told. */
  static final Duration SLOW = Duration.ofSeconds(2);

  /** The kernel gives reclaim up long before; the watchdog's kill ends it too. */
  static final Duration ENDLESS = Duration.ofMinutes(5);

  private final String owner;
  private final Ticker ticker;
  private volatile @Nullable Write current;
  private final AtomicInteger slow = new AtomicInteger();

  SlowWrites(String owner, Ticker ticker) {
    this.owner = owner;
    this.ticker = ticker;
  }

  /** A write from its begin until it is closed. */
  final class Write implements AutoCloseable {

    private final String whom;
    private final Object file;
    private final long startNanos = ticker.nanos();
    private final AtomicBoolean told = new AtomicBoolean();

    private Write(String whom, Object file) {
      this.whom = whom;
      this.file = file;
    }

    private Duration age() {
      return ticker.since(startNanos);
    }

    @Override
    public void close() {
      current = null;
      Duration took = age();
      if (took.compareTo(SLOW) > 0) {
        slow.incrementAndGet();
        Logger.warn("{}: {} wrote {}, which took {} ms", whom, owner, file, took.toMillis());
      }
    }
  }

  /** A write of that file begins, for whom: {@code pod default/web (uid)}. */
  Write begin(String whom, Object file) {
    Write write = new Write(whom, file);
    current = write;
    return write;
  }

  /**
   * Returns whether a slow write is why the thread does not answer: it is in one, though not
   * endlessly, or one has ended since this was asked last. A write that lasts is told once.
   */
  boolean explainSilence() {
    boolean ended = slow.getAndSet(0) > 0;
    Write write = current;
    if (write == null) {
      return ended;
    }
    Duration age = write.age();
    if (age.compareTo(SLOW) > 0 && write.told.compareAndSet(false, true)) {
      Logger.warn(
          "{}: {} has been writing {} for {} s: the kernel takes its time",
          write.whom,
          owner,
          write.file,
          age.toSeconds());
    }
    return age.compareTo(ENDLESS) < 0;
  }
}
