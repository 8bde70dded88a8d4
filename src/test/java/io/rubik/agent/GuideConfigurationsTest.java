package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.config.CgroupDriver;
import io.rubik.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of users: config.json with the keys and values of openEuler rubik's guides. What is refused
 * because a feature is still to come says so, and fails here once the feature is there: its row
 * then changes to what {@code later} says.
 */
final class GuideConfigurationsTest {

  private static final Path FILES = Path.of("src/test/resources/guides/config");

  /**
   * A file and what must happen.
   *
   * @param guide where users have it from
   * @param features that run, if it is taken
   * @param awaited names of features, resources and sources of pods that make it refused as yet
   * @param errors otherwise, why it is refused
   * @param later what must happen when all that is awaited is there
   */
  record Row(
      String file,
      String guide,
      List<String> features,
      List<String> awaited,
      List<String> errors,
      List<String> warnings,
      String later) {

    static Row taken(String file, String guide, String... features) {
      return new Row(file, guide, List.of(features), List.of(), List.of(), List.of(), "");
    }

    static Row refused(String file, String guide, String error) {
      return new Row(file, guide, List.of(), List.of(), List.of(error), List.of(), "");
    }

    static Row refusedAsYet(String file, String guide, String later, String... awaited) {
      return new Row(file, guide, List.of(), List.of(awaited), List.of(), List.of(), later);
    }

    Row warned(String... texts) {
      return new Row(file, guide, features, awaited, errors, List.of(texts), later);
    }

    List<String> allErrors() {
      return Stream.concat(awaited.stream().map(Row::refusal), errors.stream()).toList();
    }

    private static String refusal(String awaited) {
      return switch (awaited) {
        case "nri" -> "agent.informerType: nri is not available in this version; use apiserver";
        case "net" -> "preemption.resource[2]: \"net\" is not available in this version";
        case "net alone" -> "preemption.resource[0]: \"net\" is not available in this version";
        default ->
            "agent.enabledFeatures: \"%s\" is not available in this version; available: %s"
                .formatted(awaited, String.join(", ", Features.names()));
      };
    }

    @Override
    public String toString() {
      return file + " (" + guide + ")";
    }
  }

  private static String unused(String key) {
    return key + ": not available in this version, ignored";
  }

  static Stream<Row> everyFileIsTakenOrRefusedAsItMustBe() {
    String page = "24.03 LTS SP2, page of the feature";
    return Stream.of(
        Row.taken("01-daemonset.json", "rubik-daemonset.yaml", "preemption"),
        Row.taken("02-usage-default.json", "docs/usage.md", "preemption"),
        Row.refusedAsYet(
                "03-full-2025.json",
                "docs/config.md, 2025-08",
                "taken where oncn-bwm, resctrl, a PMU and blk-iocost are, else each missing thing"
                    + " is named; alarmWaterMark is 80; ioCost sets nothing on other nodes than"
                    + " k8s-single",
                "dynCache",
                "ioLimit",
                "ioCost",
                "net")
            .warned(unused("preemption.net"), unused("ioCost"), unused("dynCache")),
        Row.refusedAsYet(
                "04-full-2403sp2.json",
                "24.03 LTS SP2, configuration",
                "taken; psi has avg10Threshold, spelt so",
                "dynCache",
                "ioLimit",
                "ioCost",
                "psi",
                "cpuevict",
                "memoryevict")
            .warned(
                unused("ioCost"),
                unused("dynCache"),
                unused("psi"),
                unused("cpuevict"),
                unused("memoryevict")),
        Row.refusedAsYet(
                "05-full-2203sp3.json",
                "22.03 LTS SP2 and SP3, configuration",
                "taken",
                "dynCache",
                "ioLimit",
                "ioCost",
                "psi")
            .warned(unused("ioCost"), unused("dynCache"), unused("psi")),
        Row.refusedAsYet(
                "06-dyncache.json",
                page,
                "taken; with cbm_mask fffff and two L3 domains rubik_low has L3:0=f;1=f and"
                    + " MB:0=10;1=10",
                "dynCache")
            .warned(unused("dynCache")),
        Row.taken("07-dynmemory.json", page, "dynMemory"),
        Row.taken("08-quotaturbo.json", page, "quotaTurbo"),
        Row.refusedAsYet(
                "09-iocost.json",
                page,
                "taken where the node is k8s-single and has /dev/sdb, else an error that names dev"
                    + " and path",
                "ioCost")
            .warned(unused("ioCost")),
        Row.refusedAsYet("10-psi.json", page, "taken", "psi").warned(unused("psi")),
        Row.refusedAsYet("11-cpuevict.json", page, "taken", "cpuevict").warned(unused("cpuevict")),
        Row.refusedAsYet("12-memoryevict.json", page, "taken", "memoryevict")
            .warned(unused("memoryevict")),
        Row.taken("13-quotaburst.json", page, "quotaBurst"),
        Row.refused(
            "14-missing-comma.json",
            "24.03 LTS SP2 prints ioCost, psi, cpuevict and memoryevict this way",
            "is not valid JSON at line 7 column 3 path $: a comma or } is missing before"
                + " \"cpuevict\""),
        Row.refusedAsYet(
            "15-cpi.json",
            "no page, the source",
            "taken without a section; without hardware counters an error says so at start",
            "cpi"),
        Row.refusedAsYet(
            "16-iolimit.json", "docs/feature.md, 2025-08", "taken without a section", "ioLimit"),
        Row.refusedAsYet(
                "17-net.json",
                "docs/config.md, 2025-08",
                "taken with oncn-bwm, and writes 20mb and 10mb,100mb; else an error names oncn-bwm"
                    + " and its module",
                "net alone")
            .warned(unused("preemption.net")),
        Row.refusedAsYet(
            "18-nri.json", "docs/config.md", "taken; the socket is /var/run/nri/nri.sock", "nri"),
        Row.taken("19-systemd.json", "docs/config.md", "preemption"),
        Row.taken("20-v0.json", "22.03 LTS, rubik 0.x")
            .warned(
                "layout of rubik 0.x and 1.0: not used any more: logDriver is now agent.logDriver,"
                    + " logDir is now agent.logDir, logSize is now agent.logSize, logLevel is now"
                    + " agent.logLevel, cgroupRoot is now agent.cgroupRoot, autoCheck is gone,"
                    + " autoConfig is gone; only features in agent.enabledFeatures run"),
        Row.taken("21-v1.json", "22.03 LTS SP1, rubik 1.0")
            .warned(
                "layout of rubik 0.x and 1.0: not used any more: logDriver is now agent.logDriver,"
                    + " logDir is now agent.logDir, logSize is now agent.logSize, logLevel is now"
                    + " agent.logLevel, cgroupRoot is now agent.cgroupRoot, cacheConfig is now"
                    + " dynCache, blkioConfig is now ioLimit, memoryConfig.strategy is now"
                    + " dynMemory.policy, autoCheck is gone; only features in agent.enabledFeatures"
                    + " run"),
        Row.refusedAsYet(
                "22-nodeconfig.json",
                "docs/feature.md, the older layout of ioCost",
                "refused: ioCost has no section; the error says that nodeConfig and iocostConfig"
                    + " are ioCost and config now",
                "ioCost")
            .warned(
                "layout of rubik 0.x and 1.0: not used any more: nodeConfig is now ioCost, and its"
                    + " iocostConfig config; only features in agent.enabledFeatures run"),
        Row.refusedAsYet(
                "23-iocost-old-inner.json",
                "a mixture of both layouts of ioCost",
                "taken; unknown keys iocostEnable and iocostConfig, the nearest is config",
                "ioCost")
            .warned(unused("ioCost")));
  }

  @ParameterizedTest
  @MethodSource
  void everyFileIsTakenOrRefusedAsItMustBe(Row row) {
    List<String> features = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    try {
      Configuration configuration = read(row.file());
      configuration.features().forEach(feature -> features.add(feature.type().name()));
      warnings.addAll(configuration.warnings());
    } catch (ConfigException e) {
      String place = FILES.resolve(row.file()) + ": ";
      for (String whole : String.valueOf(e.getMessage()).lines().toList()) {
        assertTrue(whole.startsWith(place), whole);
        String line = whole.substring(place.length());
        boolean isWarning = line.startsWith("warning: ");
        (isWarning ? warnings : errors).add(isWarning ? line.substring(9) : line);
      }
    }

    String hint = row.later().isEmpty() ? "" : "if it is available now: " + row.later();
    assertEquals(row.allErrors(), errors, hint);
    assertEquals(row.features(), features, hint);
    assertEquals(row.warnings(), warnings, hint);
  }

  @Test
  void everyFileHasARow() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      assertEquals(
          files.map(file -> file.getFileName().toString()).sorted().toList(),
          everyFileIsTakenOrRefusedAsItMustBe().map(Row::file).toList());
    }
  }

  /** Whoever adds a feature finds the rows to change. */
  @Test
  void whatIsAwaitedIsNotAvailableYet() {
    List<String> others = List.of("net", "net alone", "nri");

    everyFileIsTakenOrRefusedAsItMustBe()
        .forEach(row -> {
          for (String awaited : row.awaited()) {
            assertTrue(
                others.contains(awaited) || Features.NOT_YET.contains(awaited),
                awaited + " is available now: change the row of " + row + " to: " + row.later());
          }
        });
  }

  @Test
  void settingsOfTheGuidesAreTaken() throws ConfigException {
    assertEquals(CgroupDriver.SYSTEMD, read("19-systemd.json").agent().cgroupDriver());
    assertEquals(1024, read("01-daemonset.json").agent().logSizeMebibytes());
    assertEquals(
        "PreemptionConfig[resources=[CPU], provider=auto, burstable=IDLE, enableMemcgQos=false]",
        read("01-daemonset.json").features().getFirst().settings().toString());
  }

  private static Configuration read(String file) throws ConfigException {
    return Configuration.read(FILES.resolve(file), Features.ALL);
  }
}
