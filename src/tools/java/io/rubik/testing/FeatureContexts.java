package io.rubik.testing;

import io.rubik.capability.CapabilityRegistry;
import io.rubik.cgroup.CgroupTree;
import io.rubik.control.Owner;
import io.rubik.feature.FeatureContext;
import io.rubik.host.HostPaths;
import io.rubik.loop.Ticker;
import io.rubik.usage.NodeUsage;

/** What a feature under test sees of the world. */
public final class FeatureContexts {

  private FeatureContexts() {}

  /** Returns the context of a feature on that node. */
  public static FeatureContext of(
      HostPaths host, CgroupTree cgroups, Ticker ticker, Owner controls) {
    return new FeatureContext(
        host,
        cgroups,
        ticker,
        controls,
        new CapabilityRegistry(host, cgroups).of("tested"),
        new NodeUsage(host, ticker));
  }
}
