package io.rubik.kube;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides which faults are worth a line: the first, any for a new reason, and the end of all. */
final class Trouble {

  private @Nullable Fault last;
  private long sinceNanos;

  /** Returns whether to log a fault at that time. */
  boolean isNews(Fault fault, long nowNanos) {
    boolean isNews = last == null || !last.kind().equals(fault.kind());
    if (last == null) {
      sinceNanos = nowNanos;
    }
    last = fault;
    return isNews;
  }

  /** Ends the trouble and returns how long it lasted, empty when there was none. */
  Optional<Duration> end(long nowNanos) {
    if (last == null) {
      return Optional.empty();
    }
    last = null;
    return Optional.of(Duration.ofNanos(nowNanos - sinceNanos));
  }
}
