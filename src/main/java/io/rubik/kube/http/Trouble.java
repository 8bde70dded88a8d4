package io.rubik.kube.http;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Decides which faults are logged: the first, each of another kind, and the end of the outage. */
public final class Trouble {

  /** Further kinds in one outage are not logged. */
  private static final int MAX_KINDS = 10;

  private final Set<String> logged = new HashSet<>();
  private long sinceNanos;

  /** Starts without a fault. */
  public Trouble() {}

  /** Returns whether to log a fault of that kind. */
  public boolean isFirst(String kind, long nowNanos) {
    if (logged.isEmpty()) {
      sinceNanos = nowNanos;
    }
    return logged.size() < MAX_KINDS && logged.add(kind);
  }

  /** Returns whether there has been a fault since the last end. */
  public boolean isOn() {
    return !logged.isEmpty();
  }

  /** Ends the outage and returns how long it lasted, empty when there was none. */
  public Optional<Duration> end(long nowNanos) {
    if (logged.isEmpty()) {
      return Optional.empty();
    }
    logged.clear();
    return Optional.of(Duration.ofNanos(nowNanos - sinceNanos));
  }
}
