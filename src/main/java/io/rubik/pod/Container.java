package io.rubik.pod;

import io.rubik.cgroup.kubepods.ContainerId;

/**
 * A container that has been created: application, init or ephemeral.
 *
 * @param cgroupPath its cgroup, relative to the root of a hierarchy
 * @param running whether it runs according to its status, so that its cgroup should be there
 * @param limits those applied or, where its status has none, those asked for
 * @param wanted those asked for, which kubelet applies in time: they differ during a resize
 */
public record Container(
    String name,
    ContainerId id,
    String cgroupPath,
    boolean running,
    ResourceLimits limits,
    ResourceLimits wanted) {}
