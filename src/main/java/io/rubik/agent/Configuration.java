package io.rubik.agent;

import io.rubik.config.AgentConfig;
import io.rubik.config.ConfigException;
import io.rubik.config.ConfigFile;
import io.rubik.config.InformerType;
import io.rubik.config.OldLayout;
import io.rubik.config.Problems;
import io.rubik.config.Section;
import io.rubik.config.Spelling;
import io.rubik.feature.FeatureType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The whole of config.json: the agent's settings and those of the features to run.
 *
 * @param warnings probable mistakes, for the log
 */
record Configuration(
    AgentConfig agent, List<ConfiguredFeature<?>> features, List<String> warnings) {

  private static final String ENABLED = "enabledFeatures";

  Configuration {
    features = List.copyOf(features);
    warnings = List.copyOf(warnings);
  }

  /** Reads and checks the file; fails with every error in it. */
  static Configuration read(Path file, List<FeatureType<?>> types) throws ConfigException {
    Problems problems = new Problems();
    Section root = ConfigFile.read(file, problems);
    Section section = root.sectionOrEmpty("agent");
    AgentConfig agent = AgentConfig.from(section);
    if (agent.informerType() == InformerType.NRI) {
      section.reject("informerType", "nri is not available in this version; use apiserver");
    }
    checkNames(section, agent.enabledFeatures(), types);
    List<ConfiguredFeature<?>> features = new ArrayList<>();
    for (FeatureType<?> type : types) {
      configure(type, root, agent.enabledFeatures()).ifPresent(features::add);
    }
    Features.NOT_YET.forEach(root::ignore);
    OldLayout.check(root);
    root.warnOfUnknownKeys();
    problems.throwIfErrors();
    return new Configuration(agent, features, problems.warnings());
  }

  /**
   * Returns the feature if it is enabled. The section of another is checked as well, for its
   * warnings: whatever is wrong in it does not matter now.
   */
  private static <S> Optional<ConfiguredFeature<?>> configure(
      FeatureType<S> type, Section root, List<String> enabled) {
    String name = type.name();
    boolean isEnabled = enabled.contains(name);
    Optional<Section> section =
        isEnabled
            ? Optional.of(root.sectionOrEmpty(name))
            : root.unusedSection(name, name + " is not enabled");
    return section
        .map(type.settings())
        .filter(settings -> isEnabled)
        .map(settings -> new ConfiguredFeature<>(type, settings));
  }

  private static void checkNames(
      Section section, List<String> enabled, List<FeatureType<?>> types) {
    List<String> available = types.stream().map(FeatureType::name).toList();
    Set<String> seen = new HashSet<>();
    for (String name : enabled) {
      if (!seen.add(name)) {
        section.reject(ENABLED, name, "is listed twice");
      } else if (Features.NOT_YET.contains(name)) {
        section.reject(
            ENABLED, name, "is not available in this version; available: " + join(available));
      } else if (!available.contains(name)) {
        section.reject(ENABLED, name, unknown(name, available));
      }
    }
  }

  private static String unknown(String name, List<String> available) {
    List<String> known = Stream.concat(available.stream(), Features.NOT_YET.stream()).toList();
    return "is not a feature; available: "
        + join(available)
        + Optional.ofNullable(Features.FORMER_NAMES.get(name))
            .or(() -> Spelling.nearest(name, known))
            .map(near -> "; did you mean " + near + "?")
            .orElse("");
  }

  private static String join(List<String> names) {
    return String.join(", ", names);
  }
}
