package io.rubik.capability;

import io.rubik.capability.Probe.Condition;
import io.rubik.capability.Probe.ControlFile;
import io.rubik.capability.Probe.HostFile;
import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.Support;
import io.rubik.host.HostPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks for the providers of needs on one host. */
record HostProbe(HostPaths host, CgroupTree cgroups) {

  /** A provider whose probes are looked for, and what came of each. */
  private record Looked(Provider provider, Map<Probe, Support> found) {

    boolean has(Support.State state) {
      return found.values().stream().anyMatch(each -> each.state() == state);
    }

    List<Probe> missing() {
      return found.entrySet().stream()
          .filter(each -> each.getValue().state() == Support.State.MISSING)
          .map(Map.Entry::getKey)
          .toList();
    }
  }

  /**
   * Returns the first available provider of the need; else the first that may come, for its
   * controller is not enabled yet; else what is missing for each.
   */
  Capability probe(String feature, Need need) throws IOException {
    List<Looked> looked = new ArrayList<>();
    for (Provider provider : need.providers()) {
      looked.add(look(provider));
    }
    Optional<Looked> best =
        looked.stream()
            .filter(each -> !each.has(Support.State.MISSING))
            .min(Comparator.comparing(each -> each.has(Support.State.NOT_YET)));
    if (best.isPresent()) {
      List<String> files = best.get().provider().probes().stream().map(this::place).toList();
      return new Capability(
          feature, need, Optional.of(best.get().provider()), files, reasons(best.get().found()));
    }
    List<String> files =
        looked.stream().flatMap(each -> each.missing().stream()).map(this::place).toList();
    return new Capability(feature, need, Optional.empty(), files, reason(looked));
  }

  private Looked look(Provider provider) throws IOException {
    Map<Probe, Support> found = new LinkedHashMap<>();
    for (Probe probe : provider.probes()) {
      found.put(probe, look(probe));
    }
    return new Looked(provider, found);
  }

  private Support look(Probe probe) throws IOException {
    return switch (probe) {
      case ControlFile(var attribute) -> cgroups.support(attribute);
      case HostFile(String path) -> Support.of(Files.exists(host.resolve(path)));
      case Condition(_, Probe.Judgement judgement) -> Support.of(judgement.holds(host, cgroups));
    };
  }

  private String place(Probe probe) {
    return switch (probe) {
      case ControlFile(var attribute) -> cgroups.describe(attribute);
      case HostFile(String path) -> host.resolve(path).toString();
      case Condition(String place, _) -> host.resolve(place).toString();
    };
  }

  private static String reasons(Map<Probe, Support> found) {
    return found.values().stream()
        .map(Support::reason)
        .filter(reason -> !reason.isEmpty())
        .distinct()
        .collect(Collectors.joining(" and "));
  }

  /** Why a controller is missing says more than the files that go with it. */
  private String reason(List<Looked> looked) {
    String controllers =
        looked.stream()
            .map(each -> reasons(each.found()))
            .filter(reasons -> !reasons.isEmpty())
            .distinct()
            .collect(Collectors.joining(", and "));
    return controllers.isEmpty() ? missingFiles(looked) : controllers;
  }

  /** The one wording of what a kernel lacks. */
  private String missingFiles(List<Looked> looked) {
    return looked.stream()
        .map(each -> each.missing().stream().map(this::place).collect(Collectors.joining(" and ")))
        .collect(
            Collectors.joining(
                " nor ", "this kernel has no ", " (cgroup " + cgroups.version() + ")"));
  }
}
