package io.rubik.feature.quotaturbo;

import io.rubik.pod.Pod;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What has been said of pods, so that it is said once. */
final class Said {

  private final Map<String, Set<String>> textsByUid = new HashMap<>();

  /** Returns whether this is the first time of a text about a pod. */
  boolean isFirst(Pod pod, String text) {
    return textsByUid.computeIfAbsent(pod.uid(), uid -> new HashSet<>()).add(text);
  }

  /** Forgets what was said of a pod. */
  void forget(Pod pod) {
    textsByUid.remove(pod.uid());
  }
}
