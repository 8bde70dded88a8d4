package io.rubik.pod;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys of the annotations and labels that are read of pods; all others are dropped, so that no
 * pod can fill rubik's memory with them.
 */
public final class PodKeys {

  /** Marks a pod as offline: annotation, or label of the same key. */
  public static final String PREEMPTABLE = "volcano.sh/preemptable";

  /** The hash kubelet names a static pod's cgroup by. */
  static final String CONFIG_HASH = "kubernetes.io/config.hash";

  /** Marks the API server's image of a static pod; kubelet gives it the same hash. */
  static final String CONFIG_MIRROR = "kubernetes.io/config.mirror";

  private final Set<String> read;

  private PodKeys(Set<String> read) {
    this.read = read;
  }

  /** Returns the keys that are read for every pod, and those of features. */
  public static PodKeys with(Collection<String> ofFeatures) {
    Set<String> keys = new HashSet<>(ofFeatures);
    keys.addAll(List.of(PREEMPTABLE, CONFIG_HASH, CONFIG_MIRROR));
    return new PodKeys(Set.copyOf(keys));
  }

  /** Returns whether an annotation or label of that key is read. */
  public boolean isRead(String key) {
    return read.contains(key);
  }
}
