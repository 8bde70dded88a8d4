package io.rubik.pod;

import io.rubik.cgroup.kubepods.ContainerId;

/**
 * A container that has been created: application, init or ephemeral.
 *
 * @param cgroupPath its cgroup, relative to the root of a hierarchy
 * @param running whether it runs according to its status, so that its cgroup should be there
 * @param limits those in force
 * @param wanted those kubelet is to put in force next, mostly the same
 */
public record Container(
    String name,
    ContainerId id,
    String cgroupPath,
    boolean running,
    ResourceLimits limits,
    ResourceLimits wanted) {

  /** Returns the same container, of which is not known that it runs. */
  Container notRunning() {
    return new Container(name, id, cgroupPath, false, limits, wanted);
  }
}
