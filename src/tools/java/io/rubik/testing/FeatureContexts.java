package io.rubik.testing;

import io.rubik.capability.CapabilityRegistry;
import io.rubik.cgroup.CgroupTree;
import io.rubik.control.Owner;
import io.rubik.feature.FeatureContext;
import io.rubik.host.HostPaths;
import io.rubik.loop.Ticker;
import io.rubik.pod.PodRegistry;
import io.rubik.pod.Pods;
import io.rubik.usage.NodeUsage;

/** What a feature under test sees of the world. */
public final class FeatureContexts {

  private FeatureContexts() {}

  /** Returns the context of a feature on that node, which has no pods. */
  public static FeatureContext of(
      HostPaths host, CgroupTree cgroups, Ticker ticker, Owner controls) {
    return of(host, cgroups, ticker, controls, new PodRegistry());
  }

  /** Returns the context of a feature on that node with its pods. */
  public static FeatureContext of(
      HostPaths host, CgroupTree cgroups, Ticker ticker, Owner controls, Pods pods) {
    return new FeatureContext(
        host,
        cgroups,
        ticker,
        controls,
        pods,
        new CapabilityRegistry(host, cgroups).of("tested"),
        new NodeUsage(host, ticker));
  }
}
