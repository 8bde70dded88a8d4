package io.rubik.pod;

/** The annotation and label keys rubik reads. */
public final class PodKeys {

  /** Says that a pod is offline: annotation, or label of the same key. */
  public static final String PREEMPTABLE = "volcano.sh/preemptable";

  /** The hash kubelet names a static pod's cgroup by. */
  static final String CONFIG_HASH = "kubernetes.io/config.hash";

  /** Marks the API server's image of a static pod; kubelet gives it the same hash. */
  static final String CONFIG_MIRROR = "kubernetes.io/config.mirror";

  private static final String RUBIK_PREFIX = "volcano.sh/";

  private PodKeys() {}

  /** Returns whether rubik reads an annotation or label of that key; all others are dropped. */
  public static boolean isRead(String key) {
    return key.startsWith(RUBIK_PREFIX) || key.equals(CONFIG_HASH) || key.equals(CONFIG_MIRROR);
  }
}
