package io.rubik.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which controllers a cgroup of v2 has and enables in those below it (cgroup-v2.rst, Controllers):
 *
 * <pre>
 * cgroup.controllers      cpuset cpu io memory hugetlb pids
 * cgroup.subtree_control  cpu memory pids
 * </pre>
 *
 * <p>Rubik only reads them: systemd and kubelet enable what they need, and kubelet kills a pod
 * whose cgroup lacks one of its controllers.
 */
final class SubtreeControl {

  private SubtreeControl() {}

  /** Returns whether the cgroup itself has the controller. */
  static boolean has(Path cgroup, String controller) throws IOException {
    return names(cgroup.resolve("cgroup.controllers")).contains(controller);
  }

  /** Returns whether those below the cgroup have the controller. */
  static boolean enables(Path cgroup, String controller) throws IOException {
    return names(cgroup.resolve("cgroup.subtree_control")).contains(controller);
  }

  /**
   * Returns the cgroup at or above one that has the controller and does not enable it, empty when
   * the first lacks it too, or all enable it.
   */
  static Optional<Path> notEnabledBy(Path hierarchy, Path cgroup, String controller)
      throws IOException {
    Path above = hierarchy;
    for (Path name : hierarchy.relativize(cgroup)) {
      if (has(above, controller) && !enables(above, controller)) {
        return Optional.of(above);
      }
      above = above.resolve(name);
    }
    return Optional.empty();
  }

  private static List<String> names(Path file) throws IOException {
    try {
      return List.of(Files.readString(file).strip().split(" ", -1));
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
