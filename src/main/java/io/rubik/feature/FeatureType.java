package io.rubik.feature;

import io.rubik.config.Section;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What the agent must know of a feature to offer it.
 *
 * @param name its name in the configuration: in {@code agent.enabledFeatures}, and of its section
 * @param annotations those of pods that it reads, beside {@code volcano.sh/preemptable}
 * @param settings reads and checks its section
 * @param create makes the feature, without touching the host
 */
public record FeatureType<S>(
    String name,
    List<Annotation> annotations,
    Function<Section, S> settings,
    BiFunction<S, FeatureContext, Feature> create) {

  /** Copies the annotations. */
  public FeatureType {
    annotations = List.copyOf(annotations);
  }
}
