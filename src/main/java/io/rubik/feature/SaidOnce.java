package io.rubik.feature;

import io.rubik.pod.Pod;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What has been said of pods, so that each reason is said when it begins and when it becomes
 * another, not at every pass. Used by one thread, the feature's.
 */
public final class SaidOnce {

  /** The subject of what is about a pod as a whole. */
  public static final String POD = "";

  private final Map<String, Map<String, String>> reasonsByUid = new HashMap<>();

  /**
   * Takes in what is to be said; returns whether it is another thing than last time.
   *
   * @param subject what of the pod it is about, such as one of its cgroups
   */
  public boolean isNew(Pod pod, String subject, String reason) {
    Map<String, String> reasons = reasonsByUid.computeIfAbsent(pod.uid(), uid -> new HashMap<>());
    return !reason.equals(reasons.put(subject, reason));
  }

  /** Forgets what was said of a subject, with which all is well. */
  public void forget(Pod pod, String subject) {
    keep(pod, known -> !known.equals(subject));
  }

  /** Forgets what was said of a pod's other subjects. */
  public void keep(Pod pod, Predicate<String> subject) {
    Map<String, String> reasons = reasonsByUid.get(pod.uid());
    if (reasons != null && reasons.keySet().removeIf(subject.negate()) && reasons.isEmpty()) {
      reasonsByUid.remove(pod.uid());
    }
  }

  /** Forgets a pod. */
  public void forget(Pod pod) {
    reasonsByUid.remove(pod.uid());
  }
}
