package io.rubik.pod;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys of the annotations and labels that are read of pods, and how long their values may be;
 * all others are dropped, so that no pod can fill rubik's memory with them.
 */
public final class PodKeys {

  /** Marks a pod as offline: annotation, or label of the same key. */
  public static final String PREEMPTABLE = "volcano.sh/preemptable";

  /** The hash kubelet names a static pod's cgroup by. */
  static final String CONFIG_HASH = "kubernetes.io/config.hash";

  /** Marks the API server's image of a static pod; kubelet gives it the same hash. */
  static final String CONFIG_MIRROR = "kubernetes.io/config.mirror";

  /** More than true, false, a number or a hash has. */
  public static final int SHORT_VALUE_BYTES = 64;

  private final Map<String, Integer> maxBytes;

  private PodKeys(Map<String, Integer> maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Returns the keys that are read for every pod, and those of features, each with the most bytes
   * of UTF-8 that a value may have.
   */
  public static PodKeys with(Map<String, Integer> ofFeatures) {
    Map<String, Integer> all = new HashMap<>(ofFeatures);
    List.of(PREEMPTABLE, CONFIG_HASH, CONFIG_MIRROR)
        .forEach(key -> all.put(key, SHORT_VALUE_BYTES));
    return new PodKeys(Map.copyOf(all));
  }

  /**
   * Returns the most bytes of UTF-8 that the annotation or label of a key may have, 0 when it is
   * not read.
   */
  public int maxBytes(String key) {
    return maxBytes.getOrDefault(key, 0);
  }
}
