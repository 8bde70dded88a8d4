package io.rubik.feature;

import io.rubik.pod.PodKeys;

/**
 * An annotation of pods that a feature reads; of those that none declares, nothing is kept.
 *
 * @param key such as {@code volcano.sh/quota-turbo}
 * @param meaning what its value asks for, in one line
 * @param maxBytes the most bytes of UTF-8 that a value may have which means something; of a longer
 *     one only the beginning is kept, with a remark that makes it invalid
 */
public record Annotation(String key, String meaning, int maxBytes) {

  /** Makes one whose values are short: true, false or a number. */
  public Annotation(String key, String meaning) {
    this(key, meaning, PodKeys.SHORT_VALUE_BYTES);
  }
}
