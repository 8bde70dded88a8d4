package io.rubik.feature;

import io.rubik.pod.Pod;
import java.util.Optional;

/**
 * What the annotations of a pod ask to be done with its CPU quota. quotaTurbo and quotaBurst
 * exclude each other: the one moves the quota that the other's burst may not exceed.
 */
public final class CpuAnnotations {

  /** Asks for quotaTurbo. */
  public static final Annotation QUOTA_TURBO =
      new Annotation(
          "volcano.sh/quota-turbo",
          "\"true\": the CPU quota grows while the node has CPUs to spare");

  /** Asks for quotaBurst. */
  public static final Annotation QUOTA_BURST_TIME =
      new Annotation(
          "volcano.sh/quota-burst-time",
          "µs of CPU time that each container may save up and use beyond its quota");

  private static final String BOTH =
      "has both "
          + QUOTA_TURBO.key()
          + " and "
          + QUOTA_BURST_TIME.key()
          + ", which exclude each other: neither is applied; remove one of them";

  private CpuAnnotations() {}

  /** Returns whether the pod's quota is to follow the node. */
  public static boolean wantsTurbo(Pod pod) {
    return turbo(pod).equals("true");
  }

  /** Returns whether the pod's containers are to save up CPU time. */
  public static boolean wantsBurst(Pod pod) {
    return burst(pod).isPresent();
  }

  /** Returns why neither is applied to a pod that asks for both, empty when it does not. */
  public static Optional<String> conflict(Pod pod) {
    return wantsTurbo(pod) && wantsBurst(pod) ? Optional.of(BOTH) : Optional.empty();
  }

  /** Returns the value that says whether the quota follows the node, {@code false} without one. */
  public static String turbo(Pod pod) {
    return pod.annotations().getOrDefault(QUOTA_TURBO.key(), "false");
  }

  /** Returns the burst that is asked for, as it is written, empty when none is. */
  public static Optional<String> burst(Pod pod) {
    return Optional.ofNullable(pod.annotations().get(QUOTA_BURST_TIME.key()));
  }
}
