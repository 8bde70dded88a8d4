package io.rubik.pod;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Looks at each pod at once when it changes, and finds out what kind of change it was. */
public final class PodChanges implements PodSubscriber {

  private final Pods pods;
  private final BiConsumer<String, Pod> changes;
  private final Map<String, Pod> seen = new HashMap<>();

  /** The consumer is given added, updated or removed, and the pod as it is or was. */
  public PodChanges(Pods pods, BiConsumer<String, Pod> changes) {
    this.pods = pods;
    this.changes = changes;
  }

  @Override
  public void changed(String uid) {
    Optional<Pod> before = Optional.ofNullable(seen.get(uid));
    Optional<Pod> now = pods.byUid(uid);
    now.ifPresentOrElse(pod -> seen.put(uid, pod), () -> seen.remove(uid));
    if (before.isPresent() && now.isPresent()) {
      changes.accept("updated", now.get());
    } else if (now.isPresent()) {
      changes.accept("added", now.get());
    } else {
      before.ifPresent(pod -> changes.accept("removed", pod));
    }
  }
}
