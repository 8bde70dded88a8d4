package io.rubik.capability;

import io.rubik.capability.Probe.Condition;
import io.rubik.capability.Probe.ControlFile;
import io.rubik.capability.Probe.HostFile;
import io.rubik.cgroup.CgroupTree;
import io.rubik.host.HostPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks for the providers of needs on one host. */
record HostProbe(HostPaths host, CgroupTree cgroups) {

  /** Returns the first available provider of the need, or what is missing for each. */
  Capability probe(String feature, Need need) throws IOException {
    List<List<Probe>> missing = new ArrayList<>();
    for (Provider provider : need.providers()) {
      List<Probe> absent = absent(provider);
      if (absent.isEmpty()) {
        List<String> files = provider.probes().stream().map(this::place).toList();
        return new Capability(feature, need, Optional.of(provider), files, "");
      }
      missing.add(absent);
    }
    List<String> files = missing.stream().flatMap(List::stream).map(this::place).toList();
    return new Capability(feature, need, Optional.empty(), files, reason(missing));
  }

  private List<Probe> absent(Provider provider) throws IOException {
    List<Probe> absent = new ArrayList<>();
    for (Probe probe : provider.probes()) {
      if (!isThere(probe)) {
        absent.add(probe);
      }
    }
    return absent;
  }

  private boolean isThere(Probe probe) throws IOException {
    return switch (probe) {
      case ControlFile(var attribute) -> cgroups.supports(attribute);
      case HostFile(String path) -> Files.exists(host.resolve(path));
      case Condition(_, Probe.Judgement judgement) -> judgement.holds(host, cgroups);
    };
  }

  private String place(Probe probe) {
    return switch (probe) {
      case ControlFile(var attribute) -> cgroups.describe(attribute);
      case HostFile(String path) -> host.resolve(path).toString();
      case Condition(String place, _) -> host.resolve(place).toString();
    };
  }

  /** The one wording of what a kernel lacks. */
  private String reason(List<List<Probe>> missing) {
    return missing.stream()
        .map(absent -> absent.stream().map(this::place).collect(Collectors.joining(" and ")))
        .collect(
            Collectors.joining(
                " nor ", "this kernel has no ", " (cgroup " + cgroups.version() + ")"));
  }
}
