package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.jimfs.Jimfs;
import io.rubik.config.ConfigException;
import io.rubik.config.LogDriver;
import io.rubik.config.LogLevel;
import io.rubik.config.Section;
import io.rubik.feature.FeatureType;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigurationTest {

  private record Brake(int percent) {

    static Brake from(Section section) {
      return new Brake(section.integer("percent", 1, 100, 50));
    }
  }

  /** A feature that needs no section. */
  private static final FeatureType<Brake> BRAKE =
      FeatureType.of(
          "brake",
          Brake::from,
          (settings, context) -> {
            throw new AssertionError("reading a configuration makes no feature");
          });

  private final FileSystem fileSystem =
      Jimfs.newFileSystem(com.google.common.jimfs.Configuration.unix());
  private final Path file = fileSystem.getPath("/config.json");

  @AfterEach
  void closeFileSystem() throws IOException {
    fileSystem.close();
  }

  @Test
  void emptyConfigurationEnablesNoFeature() throws Exception {
    Configuration configuration = read("{}");

    assertEquals(LogDriver.STDIO, configuration.agent().logDriver());
    assertEquals(List.of(), configuration.features());
    assertEquals(List.of(), configuration.warnings());
  }

  @Test
  void enabledFeatureHasItsSettings() throws Exception {
    Configuration configuration =
        read(
            """
            {"agent": {"enabledFeatures": ["preemption"]},
             "preemption": {"resource": ["memory", "cpu"], "enableMemcgQos": true}}
            """);

    assertEquals(
        "PreemptionConfig[resources=[MEMORY, CPU], provider=auto, burstable=IDLE, enableMemcgQos=true]",
        configuration.features().getFirst().settings().toString());
    assertEquals(List.of(), configuration.warnings());
  }

  @Test
  void kernelSwitchIsNotChangedByDefault() throws Exception {
    Configuration configuration =
        read(
            """
            {"agent": {"enabledFeatures": ["preemption"]}, "preemption": {"resource": ["cpu"]}}
            """);

    assertEquals(
        "PreemptionConfig[resources=[CPU], provider=auto, burstable=IDLE, enableMemcgQos=false]",
        configuration.features().getFirst().settings().toString());
  }

  @Test
  void featureWithoutASectionHasDefaults() throws Exception {
    assertEquals(
        List.of(new ConfiguredFeature<>(BRAKE, new Brake(50))),
        readWithBrake("{\"agent\": {\"enabledFeatures\": [\"brake\"]}}").features());
  }

  @Test
  void sectionOfADisabledFeatureIsNotUsed() throws Exception {
    Configuration configuration = readWithBrake("{\"brake\": {\"percent\": 7}}");

    assertEquals(List.of(), configuration.features());
    assertEquals(List.of(), configuration.warnings());
  }

  /** Such a section kept rubik from starting. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"brake\": {\"percent\": 0}             | brake.percent: 0 is outside 1..100; not used, since brake is not enabled",
        "\"brake\": {\"percent\": \"x\"}         | brake.percent: \"x\" is not a whole number in 1..100; not used, since brake is not enabled",
        "\"brake\": []                           | brake: [] is not an object, {...}; not used, since brake is not enabled",
        "\"preemption\": {\"resource\": [\"io\"]}  | preemption.resource[0]: \"io\" is not one of cpu, memory; not used, since preemption is not enabled",
        "\"preemption\": {}                      | preemption.resource: is missing; it must be a list of cpu, memory; not used, since preemption is not enabled"
      })
  void sectionOfADisabledFeatureNeverPreventsAStart(String section, String warning)
      throws Exception {
    assertEquals(List.of(warning), readWithBrake("{" + section + "}").warnings());
  }

  @Test
  void nullIsNoSection() throws Exception {
    Configuration configuration =
        readWithBrake(
            """
            {"agent": {"enabledFeatures": ["brake"]}, "brake": null, "preemption": null, "psi": null}
            """);

    assertEquals(List.of(new ConfiguredFeature<>(BRAKE, new Brake(50))), configuration.features());
    assertEquals(List.of(), configuration.warnings());
    assertEquals(List.of(), readWithBrake("{\"agent\": null}").features());
  }

  @Test
  void flatFileOfRubik1IsOneWarningThatNamesTheKeysOfToday() throws Exception {
    Configuration configuration =
        read(
            "{\"autoCheck\": false, \"logLevel\": \"debug\", \"blkioConfig\": {\"enable\": true}}");

    assertEquals(LogLevel.INFO, configuration.agent().logLevel());
    assertEquals(
        List.of(
            "layout of rubik 0.x and 1.0: not used any more: logLevel is now agent.logLevel,"
                + " blkioConfig is now ioLimit, autoCheck is gone; only features in"
                + " agent.enabledFeatures run"),
        configuration.warnings());
  }

  @Test
  void featuresAreOrderedAsInTheListOfAllFeatures() throws Exception {
    Configuration configuration =
        readWithBrake(
            """
            {"agent": {"enabledFeatures": ["brake", "preemption"]},
             "preemption": {"resource": ["cpu"]}}
            """);

    assertEquals(
        List.of("preemption", "brake"),
        configuration.features().stream().map(feature -> feature.type().name()).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[\"preemtion\"]      | \"preemtion\" is not a feature; available: preemption; did you mean preemption?",
        "[\"Preemption\"]     | \"Preemption\" is not a feature; available: preemption; did you mean preemption?",
        "[\"dyncache\"]       | \"dyncache\" is not a feature; available: preemption; did you mean dynCache?",
        "[\"turbo\"]          | \"turbo\" is not a feature; available: preemption",
        "[\"qos\"]            | \"qos\" is not a feature; available: preemption; did you mean preemption?",
        "[\"blkio\"]          | \"blkio\" is not a feature; available: preemption; did you mean ioLimit?",
        "[\"memoryConfig\"]   | \"memoryConfig\" is not a feature; available: preemption; did you mean dynMemory?",
        "[\" preemption\"]    | \" preemption\" is not a feature; available: preemption; did you mean preemption?",
        "[\"\"]               | \"\" is not a feature; available: preemption",
        "[\"psi\"]            | \"psi\" is not available in this version; available: preemption",
        "[\"psi\", \"psi\"]   | \"psi\" is not available in this version; available: preemption\\nagent.enabledFeatures: \"psi\" is listed twice",
        "\"preemption\"       | \"preemption\" is not a list of strings"
      })
  void unknownFeatureNameIsAnError(String json, String message) {
    assertEquals(
        "agent.enabledFeatures: " + message.replace("\\n", "\n"),
        error("{\"agent\": {\"enabledFeatures\": " + json + "}}"));
  }

  @Test
  void featureListedTwiceIsAnError() {
    assertEquals(
        "agent.enabledFeatures: \"brake\" is listed twice",
        brakeError("{\"agent\": {\"enabledFeatures\": [\"brake\", \"brake\"]}}"));
  }

  /** The unknown name, third in the list, was reported as the second. */
  @Test
  void entryThatIsNotAStringDoesNotShiftTheOthers() {
    assertEquals(
        """
        agent.enabledFeatures[1]: 7 is not a string
        agent.enabledFeatures: "turbo" is not a feature; available: preemption, brake\
        """,
        brakeError("{\"agent\": {\"enabledFeatures\": [\"brake\", 7, \"turbo\"]}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "                                      | .resource: is missing; it must be a list of cpu, memory",
        ", \"preemption\": {}                  | .resource: is missing; it must be a list of cpu, memory",
        ", \"preemption\": {\"resource\": []}  | .resource: [] is not a list of at least one of cpu, memory",
        ", \"preemption\": {\"resource\": \"cpu\"} | .resource: \"cpu\" is not a list of at least one of cpu, memory",
        ", \"preemption\": {\"resource\": {}}  | .resource: {} is not a list of at least one of cpu, memory",
        ", \"preemption\": {\"resource\": null} | .resource: is missing; it must be a list of cpu, memory",
        ", \"preemption\": {\"resource\": [\"io\"]} | .resource[0]: \"io\" is not one of cpu, memory",
        ", \"preemption\": {\"resource\": [\"cpu\", 1]} | .resource[1]: 1 is not one of cpu, memory",
        ", \"preemption\": {\"resource\": [\"cpu\", \"cpu\"]} | .resource[1]: \"cpu\" is listed twice",
        ", \"preemption\": {\"resource\": [\"net\"]} | .resource[0]: \"net\" is not available in this version",
        ", \"preemption\": {\"resource\": [\"cpu\"], \"enableMemcgQos\": 1} | .enableMemcgQos: 1 is neither true nor false"
      })
  void invalidPreemptionSectionIsAnError(String section, String message) {
    String rest = section == null ? "" : section;

    assertEquals(
        "preemption" + message,
        error("{\"agent\": {\"enabledFeatures\": [\"preemption\"]}" + rest + "}"));
  }

  @Test
  void sectionThatIsNotAnObjectIsReportedBesideMissingKeys() {
    assertEquals(
        """
        preemption: [] is not an object, {...}
        preemption.resource: is missing; it must be a list of cpu, memory\
        """,
        error("{\"agent\": {\"enabledFeatures\": [\"preemption\"]}, \"preemption\": []}"));
  }

  @Test
  void sectionsOfUnavailableFeaturesAreWarnings() throws Exception {
    Configuration configuration =
        read("{\"ioCost\": [{\"nodeName\": \"global\"}], \"psi\": {\"interval\": \"x\"}}");

    assertEquals(
        List.of(
            "ioCost: not available in this version, ignored",
            "psi: not available in this version, ignored"),
        configuration.warnings());
  }

  @Test
  void nriInformerIsRefused() {
    assertEquals(
        "agent.informerType: nri is not available in this version; use apiserver",
        error("{\"agent\": {\"informerType\": \"nri\"}}"));
  }

  @Test
  void allErrorsAreReportedAtOnce() {
    assertEquals(
        """
        agent.logDriver: "tape" is not one of stdio, file
        agent.logSize: 5 is outside 10..1048576
        agent.informerType: nri is not available in this version; use apiserver
        agent.enabledFeatures: "cpi" is not available in this version; available: preemption, brake
        brake.percent: 101 is outside 1..100
        warning: preemption.resource[0]: "io" is not one of cpu, memory; not used, since preemption is not enabled\
        """,
        brakeError(
            """
            {"agent": {"logDriver": "tape", "logSize": 5, "informerType": "nri",
                       "enabledFeatures": ["cpi", "brake"]},
             "brake": {"percent": 101},
             "preemption": {"resource": ["io"]}}
            """));
  }

  @Test
  void unknownKeysOfEverySectionAreWarnings() throws Exception {
    Configuration configuration =
        read(
            """
            {"agent": {"loglevel": "warn", "logfile": "x"},
             "preemption": {"resource": ["cpu"], "resources": 1}, "premption": {}}
            """);

    assertEquals(
        List.of(
            "agent.loglevel: read as logLevel",
            "premption: unknown key, ignored; did you mean preemption?",
            "agent.logfile: unknown key, ignored; did you mean logSize?",
            "preemption.resources: unknown key, ignored; did you mean resource?"),
        configuration.warnings());
  }

  private Configuration read(String json) throws Exception {
    Files.writeString(file, json);
    return Configuration.read(file, List.of(Features.ALL.getFirst()));
  }

  private Configuration readWithBrake(String json) throws Exception {
    Files.writeString(file, json);
    return Configuration.read(file, List.of(Features.ALL.getFirst(), BRAKE));
  }

  private String error(String json) {
    return withoutFile(assertThrows(ConfigException.class, () -> read(json)));
  }

  private String brakeError(String json) {
    return withoutFile(assertThrows(ConfigException.class, () -> readWithBrake(json)));
  }

  /** Each line begins with the file. */
  private String withoutFile(ConfigException e) {
    List<String> lines = String.valueOf(e.getMessage()).lines().toList();
    assertEquals(List.of(), lines.stream().filter(line -> !line.startsWith(file + ": ")).toList());
    return lines.stream()
        .map(line -> line.substring(file.toString().length() + 2))
        .collect(Collectors.joining("\n"));
  }
}
