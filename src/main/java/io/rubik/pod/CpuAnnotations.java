package io.rubik.pod;

import java.util.Optional;

/** The one rule for what the annotations of a pod ask to be done with its CPU quota. */
public final class CpuAnnotations {

  private static final String BOTH =
      "has both "
          + PodKeys.QUOTA_TURBO
          + " and "
          + PodKeys.QUOTA_BURST_TIME
          + ", which would undo each other: neither is done; take one away";

  private CpuAnnotations() {}

  /** Returns whether the pod's quota shall follow the node. */
  public static boolean wantsTurbo(Pod pod) {
    return turbo(pod).equals("true");
  }

  /** Returns whether the pod's containers may save up CPU time. */
  public static boolean wantsBurst(Pod pod) {
    return pod.annotations().containsKey(PodKeys.QUOTA_BURST_TIME);
  }

  /** Returns why neither is done to a pod that asks for both, empty when it does not. */
  public static Optional<String> conflict(Pod pod) {
    return wantsTurbo(pod) && wantsBurst(pod) ? Optional.of(BOTH) : Optional.empty();
  }

  /** Returns the value that decides whether the quota follows the node, false when absent. */
  public static String turbo(Pod pod) {
    return pod.annotations().getOrDefault(PodKeys.QUOTA_TURBO, "false");
  }
}
