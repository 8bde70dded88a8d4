package io.rubik.kube.http;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which faults are worth a line: the first, any for a reason not told since, and the end of
 * all.
 */
public final class Trouble {

  /** More reasons than that in one outage tell nothing. */
  private static final int MAX_REASONS = 10;

  private final Set<String> told = new HashSet<>();
  private long sinceNanos;

  /** Begins without any. */
  public Trouble() {}

  /** Returns whether to log a fault at that time. */
  public boolean isNews(String kind, long nowNanos) {
    if (told.isEmpty()) {
      sinceNanos = nowNanos;
    }
    return told.size() < MAX_REASONS && told.add(kind);
  }

  /** Returns whether there is any. */
  public boolean isOn() {
    return !told.isEmpty();
  }

  /** Ends the trouble and returns how long it lasted, empty when there was none. */
  public Optional<Duration> end(long nowNanos) {
    if (told.isEmpty()) {
      return Optional.empty();
    }
    told.clear();
    return Optional.of(Duration.ofNanos(nowNanos - sinceNanos));
  }
}
