package io.rubik.feature;

import io.rubik.pod.Pod;

/**
 * What a problem of a pod is about, by which a feature's {@link io.rubik.problem.ProblemLog} knows
 * it.
 *
 * @param uid the pod's
 * @param part a container, a cgroup or a setting of the pod; empty for the pod as a whole
 */
public record PodPart(String uid, String part) {

  /** Returns the pod as a whole. */
  public static PodPart whole(Pod pod) {
    return new PodPart(pod.uid(), "");
  }

  /** Returns a part of the pod. */
  public static PodPart of(Pod pod, String part) {
    return new PodPart(pod.uid(), part);
  }

  /** Returns whether it is the pod or a part of it. */
  public boolean isOf(Pod pod) {
    return uid.equals(pod.uid());
  }
}
