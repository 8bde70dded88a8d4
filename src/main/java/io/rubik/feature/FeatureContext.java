package io.rubik.feature;

import io.rubik.capability.Capabilities;
import io.rubik.cgroup.CgroupTree;
import io.rubik.control.Owner;
import io.rubik.host.HostPaths;
import io.rubik.loop.Ticker;
import io.rubik.pod.Pods;
import io.rubik.usage.NodeUsage;

/**
 * The world as a feature sees it.
 *
 * @param controls the only way a feature changes a control of a pod
 * @param pods the pods of the node; one may be there that the feature has not reconciled yet
 * @param capabilities what of the host the feature asks for, and which interface provides it
 * @param usage what the node has and uses
 */
public record FeatureContext(
    HostPaths host,
    CgroupTree cgroups,
    Ticker ticker,
    Owner controls,
    Pods pods,
    Capabilities capabilities,
    NodeUsage usage) {}
