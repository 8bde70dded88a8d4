package io.rubik.standin;

import com.google.gson.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One step of a pod's history.
 *
 * @param before the pod before the change, null when it was created
 * @param after the pod after the change, null when it was removed
 */
record PodChange(long version, @Nullable JsonObject before, @Nullable JsonObject after) {

  /** Returns what a watch with this selector sees of the change, empty when nothing. */
  Optional<WatchEvent> eventFor(PodSelector selector) {
    boolean matched = selector.matches(before);
    if (after != null && selector.matches(after)) {
      return Optional.of(new WatchEvent(matched ? "MODIFIED" : "ADDED", after));
    }
    if (before != null && matched) {
      return Optional.of(new WatchEvent("DELETED", PodFields.withVersion(before, version)));
    }
    return Optional.empty();
  }
}
