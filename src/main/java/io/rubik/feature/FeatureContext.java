package io.rubik.feature;

import io.rubik.cgroup.CgroupTree;
import io.rubik.host.HostPaths;
import io.rubik.host.Ticker;

/** The world as a feature sees it. */
public record FeatureContext(HostPaths host, CgroupTree cgroups, Ticker ticker) {}
