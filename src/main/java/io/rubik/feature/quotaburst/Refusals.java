package io.rubik.feature.quotaburst;

import io.rubik.pod.Pod;
import java.util.HashMap;
import java.util.Map;

/** Remembers why pods and containers get no burst, so that each reason is said once. */
final class Refusals {

  /** By the UID of the pod, then by whom it is about. */
  private final Map<String, Map<String, String>> reasons = new HashMap<>();

  /** Takes in a refusal; returns whether the reason is another than last time. */
  boolean isNew(Pod pod, String who, String reason) {
    Map<String, String> known = reasons.computeIfAbsent(pod.uid(), uid -> new HashMap<>());
    return !reason.equals(known.put(who, reason));
  }

  /** Forgets what was said of one that gets a burst now. */
  void granted(Pod pod, String who) {
    Map<String, String> known = reasons.get(pod.uid());
    if (known != null) {
      known.remove(who);
    }
  }

  /** Forgets a pod. */
  void forget(Pod pod) {
    reasons.remove(pod.uid());
  }
}
