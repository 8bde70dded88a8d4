package io.rubik.feature;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.Setting;
import io.rubik.cgroup.SettingCatalogue;
import io.rubik.config.Section;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What the agent must know of a feature to offer it.
 *
 * @param name its name in the configuration: in {@code agent.enabledFeatures}, and of its section
 * @param annotations those of pods that it reads, beside {@code volcano.sh/preemptable}
 * @param controls those it sets beside {@link Attributes}
 * @param settings reads and checks its section
 * @param create makes the feature, without touching the host
 */
public record FeatureType<S>(
    String name,
    List<Annotation> annotations,
    List<Setting<?>> controls,
    Function<Section, S> settings,
    BiFunction<S, FeatureContext, Feature> create) {

  /** Copies the lists. */
  public FeatureType {
    annotations = List.copyOf(annotations);
    controls = List.copyOf(controls);
  }

  /** Returns a feature that reads no annotation of its own and sets only shared controls. */
  public static <S> FeatureType<S> of(
      String name, Function<Section, S> settings, BiFunction<S, FeatureContext, Feature> create) {
    return new FeatureType<>(name, List.of(), List.of(), settings, create);
  }

  /** Returns the same type with the annotations it reads. */
  public FeatureType<S> reading(Annotation... read) {
    return new FeatureType<>(name, List.of(read), controls, settings, create);
  }

  /** Returns the same type with the controls of its own that it sets. */
  public FeatureType<S> setting(Setting<?>... set) {
    return new FeatureType<>(name, annotations, List.of(set), settings, create);
  }

  /**
   * Returns the controls that these types may set, by which those that a previous run has set are
   * known, whatever features run now.
   */
  public static SettingCatalogue catalogue(Collection<FeatureType<?>> types) {
    List<Setting<?>> own = types.stream().flatMap(type -> type.controls().stream()).toList();
    return (name, key) ->
        Attributes.find(name, key)
            .or(() ->
                own.stream()
                    .filter(each -> each.isNamed(name) && each.key().equals(key))
                    .findFirst());
  }
}
