package io.rubik.feature;

import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.Controller;
import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.pod.Container;
import java.util.List;
import java.util.stream.Stream;

/**
 * The cgroups of a container: its own and, where crun made one below that for its tasks, that one.
 *
 * <p>Each has the container's limits, and each limits its tasks. To lower a limit, the container's
 * own cgroup is enough; to raise one, both must be raised.
 */
public final class ContainerCgroups {

  private ContainerCgroups() {}

  /** Returns the paths of those that are there, the container's own first; none when it is gone. */
  public static List<String> paths(CgroupTree tree, Container container, Controller controller) {
    String own = container.cgroupPath();
    return Stream.of(own, KubepodsLayout.subgroupPath(own))
        .filter(path -> tree.cgroup(path).exists(controller))
        .toList();
  }
}
