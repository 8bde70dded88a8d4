package io.rubik.cgroup.kubepods;

import io.rubik.cgroup.CgroupTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Looks for cgroups of pods and containers that are not where they should be, within bounds. */
public final class KubepodsSearch {

  /** A kubelet in a container, as kind has it, has its pods at a depth of 4 or 5. */
  private static final int MAX_DEPTH = 6;

  private static final int MAX_CGROUPS = 5000;

  private final CgroupTree tree;
  private final CgroupWalk walk;

  /** Creates a search of a tree. */
  public KubepodsSearch(CgroupTree tree) {
    this.tree = tree;
    this.walk = new CgroupWalk(tree, MAX_DEPTH, MAX_CGROUPS);
  }

  /**
   * Returns the cgroups that some kubelet may have made for all pods, the ones further up first.
   */
  public List<KubepodsLayout> found() throws IOException {
    List<KubepodsLayout> found = new ArrayList<>();
    walk.visit(path -> {
      Optional<KubepodsLayout> layout = KubepodsLayout.at(path);
      layout.ifPresent(found::add);
      return layout.isEmpty();
    });
    return found;
  }

  /** Returns the partitions of a cgroup of all pods. */
  public List<KubepodsLayout> partitions(KubepodsLayout whole) throws IOException {
    return tree.children(whole.root()).stream()
        .flatMap(child -> whole.partitionOf(child).stream())
        .toList();
  }

  /**
   * Returns a cgroup outside of those of pods that is named after one of the containers; empty when
   * there is none.
   */
  public Optional<String> outsidePods(Collection<ContainerId> containers) throws IOException {
    List<String> found = new ArrayList<>();
    walk.visit(path -> {
      String name = path.substring(path.lastIndexOf('/') + 1);
      if (containers.stream().anyMatch(container -> name.contains(container.id()))) {
        found.add(path);
      }
      return KubepodsLayout.at(path).isEmpty() && found.isEmpty();
    });
    return found.stream().findFirst();
  }
}
