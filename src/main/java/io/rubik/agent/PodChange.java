package io.rubik.agent;

import io.rubik.pod.Pod;
import org.jspecify.annotations.Nullable;

/** What a feature is to be told of a pod. */
sealed interface PodChange {

  /** It is there that was not. */
  record Added(Pod pod) implements PodChange {}

  /** Something rubik reads of it is different. */
  record Updated(Pod old, Pod pod) implements PodChange {}

  /** It has ended or is gone. */
  record Removed(Pod pod) implements PodChange {}

  /** It was gone, and is there again with the same UID. */
  record Replaced(Pod old, Pod pod) implements PodChange {}

  /** A cgroup of it is there that may not have been. */
  record CgroupAppeared(Pod pod) implements PodChange {}

  /** Returns the pod as it is now, or was last. */
  Pod pod();

  /** Returns what is left to tell when another change follows; null when that is nothing. */
  default @Nullable PodChange then(PodChange next) {
    return switch (next) {
      case Added(Pod pod) -> this instanceof Removed(Pod old) ? new Replaced(old, pod) : next;
      case Updated(Pod old, Pod pod) -> thenUpdated(old, pod);
      case Removed(Pod pod) -> thenRemoved(pod);
      case Replaced(Pod old, Pod pod) -> next;
      case CgroupAppeared(Pod pod) -> this;
    };
  }

  private PodChange thenUpdated(Pod old, Pod pod) {
    return switch (this) {
      case Added added -> new Added(pod);
      case Updated(Pod first, Pod second) -> new Updated(first, pod);
      case Replaced(Pod first, Pod second) -> new Replaced(first, pod);
      case Removed(Pod first) -> new Replaced(first, pod);
      case CgroupAppeared appeared -> new Updated(old, pod);
    };
  }

  private @Nullable PodChange thenRemoved(Pod pod) {
    return switch (this) {
      case Added added -> null;
      case Replaced(Pod old, Pod again) -> new Removed(old);
      case Updated updated -> new Removed(pod);
      case Removed removed -> new Removed(pod);
      case CgroupAppeared appeared -> new Removed(pod);
    };
  }
}
