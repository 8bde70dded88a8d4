package io.rubik.capability;

import io.rubik.cgroup.CgroupTree;
import io.rubik.host.HostPaths;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the features of a node need of it and how that is provided. Any thread may use it. */
public final class CapabilityRegistry {

  private final HostProbe host;
  private final Map<Key, Capability> known = new ConcurrentHashMap<>();

  private record Key(String feature, String need) {}

  /** Creates an empty registry. */
  public CapabilityRegistry(HostPaths host, CgroupTree cgroups) {
    this.host = new HostProbe(host, cgroups);
  }

  /**
   * Returns the capabilities for a feature that starts; its earlier questions are no longer listed.
   */
  public Capabilities of(String feature) {
    known.keySet().removeIf(key -> key.feature().equals(feature));
    return new Capabilities(feature, host, this);
  }

  void record(Capability capability) {
    known.put(new Key(capability.feature(), capability.need().name()), capability);
  }

  /** Returns what was asked for and how it is provided, by feature and need. */
  public List<Capability> all() {
    return known.values().stream()
        .sorted(
            Comparator.comparing(Capability::feature)
                .thenComparing(capability -> capability.need().name()))
        .toList();
  }
}
