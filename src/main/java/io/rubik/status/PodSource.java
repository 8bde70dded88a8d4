package io.rubik.status;

import io.rubik.pod.Informer;
import java.time.Duration;

/**
 * How fresh what is known of the pods is.
 *
 * @param isSynced whether all pods have been known at least once
 * @param isAway whether the source fails at present
 * @param age the time since it was last contacted
 */
public record PodSource(boolean isSynced, boolean isAway, Duration age) {

  /** A watch that works brings at least a bookmark a minute. */
  private static final Duration STALE = Duration.ofMinutes(2);

  /** Returns the state of an informer now. */
  public static PodSource of(Informer informer) {
    return new PodSource(informer.isSynced(), informer.isAway(), informer.age());
  }

  /** Returns whether what is known may be out of date. */
  public boolean isStale() {
    return isAway || age.compareTo(STALE) >= 0;
  }

  /** Returns the words of the status line: {@code contacted 3 s ago}. */
  @Override
  public String toString() {
    return isStale()
        ? "NOT contacted for " + age.toSeconds() + " s"
        : "contacted " + age.toSeconds() + " s ago";
  }
}
