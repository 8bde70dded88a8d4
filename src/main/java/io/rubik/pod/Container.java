package io.rubik.pod;

import io.rubik.cgroup.kubepods.ContainerId;

/**
 * A container that has been created: application, init or ephemeral.
 *
 * @param cgroupPath its cgroup, relative to the root of a hierarchy
 * @param running whether its status says that it runs, so that its cgroup should be there
 * @param limits those that are applied or, where its status does not say, those asked for
 * @param wanted those asked for, which kubelet applies in time: they differ during a resize
 */
public record Container(
    String name,
    ContainerId id,
    String cgroupPath,
    boolean running,
    ResourceLimits limits,
    ResourceLimits wanted) {}
