package io.rubik.pod;

import java.util.Set;

/** The annotation and label keys rubik reads. */
public final class PodKeys {

  /** Marks a pod as offline: annotation, or label of the same key. */
  public static final String PREEMPTABLE = "volcano.sh/preemptable";

  /** CPU time in µs that each container may save up and use beyond its quota. */
  public static final String QUOTA_BURST_TIME = "volcano.sh/quota-burst-time";

  /** Allows the CPU quota of a pod's containers to be raised while the node is idle. */
  public static final String QUOTA_TURBO = "volcano.sh/quota-turbo";

  /** The hash kubelet names a static pod's cgroup by. */
  static final String CONFIG_HASH = "kubernetes.io/config.hash";

  /** Marks the API server's image of a static pod; kubelet gives it the same hash. */
  static final String CONFIG_MIRROR = "kubernetes.io/config.mirror";

  private static final Set<String> READ =
      Set.of(PREEMPTABLE, QUOTA_BURST_TIME, QUOTA_TURBO, CONFIG_HASH, CONFIG_MIRROR);

  private PodKeys() {}

  /**
   * Returns whether rubik reads an annotation or label of that key; all others are dropped, so that
   * pods cannot fill its memory with them.
   */
  public static boolean isRead(String key) {
    return READ.contains(key);
  }
}
