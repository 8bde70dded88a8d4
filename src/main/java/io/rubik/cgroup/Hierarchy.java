package io.rubik.cgroup;

import java.nio.file.Path;
import java.util.Set;

/**
 * A cgroup hierarchy that can be reached.
 *
 * @param directory where its root, or what of it is mounted, is
 * @param controllers those mounted with it; none for cgroup v2, which says so in a file
 * @param mountedRoot which cgroup is mounted there, {@code /} for the root of the hierarchy
 * @param isReadOnly whether nothing in it can be written through this mount
 */
record Hierarchy(
    CgroupVersion version,
    Path directory,
    Set<String> controllers,
    String mountedRoot,
    boolean isReadOnly) {

  Hierarchy {
    controllers = Set.copyOf(controllers);
  }

  /** Returns whether a controller is on this one, which is of cgroup v1. */
  boolean has(Controller controller) {
    return controllers.contains(controller.kernelName());
  }
}
