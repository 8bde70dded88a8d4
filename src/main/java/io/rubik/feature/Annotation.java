package io.rubik.feature;

/**
 * An annotation of pods that a feature reads; of those that none declares, nothing is kept.
 *
 * @param key such as {@code volcano.sh/quota-turbo}
 * @param meaning what its value asks for, in one line
 */
public record Annotation(String key, String meaning) {}
