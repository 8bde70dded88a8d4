package io.rubik.cgroup.kubepods;

import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.CgroupVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The cgroup in which kubelet has the pods of this node, as far as can be seen. Any thread may use
 * it.
 *
 * <p>Where kubelet has its root at that of the hierarchy the cgroup is known by its name. One
 * further down may belong to another kubelet, as of a kind cluster on this node: it counts only
 * when it holds a pod of this node.
 */
public final class Kubepods implements PodPlaces {

  private final CgroupTree tree;
  private final KubepodsSearch search;
  private final Optional<KubepodsDriver> configured;
  private volatile KubepodsLayout layout;

  private Kubepods(CgroupTree tree, Optional<KubepodsDriver> configured) {
    this.tree = tree;
    this.search = new KubepodsSearch(tree);
    this.configured = configured;
    this.layout = KubepodsLayout.atTop(configured.orElseGet(() -> usual(tree.version())));
  }

  /** The default of kubelet, and that of kubeadm, which is used wherever there is cgroup v2. */
  private static KubepodsDriver usual(CgroupVersion version) {
    return switch (version) {
      case V1 -> KubepodsDriver.CGROUPFS;
      case V2 -> KubepodsDriver.SYSTEMD;
    };
  }

  /** Returns that of a tree, whichever driver kubelet has. */
  public static Kubepods find(CgroupTree tree) throws IOException {
    return find(tree, Optional.empty());
  }

  /**
   * Returns that of a tree: until kubelet has made one, the one of the driver that the user
   * configured.
   */
  public static Kubepods find(CgroupTree tree, KubepodsDriver configured) throws IOException {
    return find(tree, Optional.of(configured));
  }

  private static Kubepods find(CgroupTree tree, Optional<KubepodsDriver> configured)
      throws IOException {
    Kubepods kubepods = new Kubepods(tree, configured);
    kubepods.look(Set.of());
    return kubepods;
  }

  /** Returns the cgroup of all pods, which may not be there yet, and the names in it. */
  public KubepodsLayout layout() {
    return layout;
  }

  /** Returns the driver the user configured, empty where it is to be found. */
  public Optional<KubepodsDriver> configured() {
    return configured;
  }

  /** Returns whether the cgroup of all pods is there. */
  public boolean exists() {
    return tree.exists(layout.root());
  }

  /** Returns the layout of the partition that has the pod's cgroup, else that of the whole. */
  @Override
  public KubepodsLayout of(QosClass qosClass, PodId pod) {
    KubepodsLayout whole = layout;
    if (tree.exists(whole.podPath(qosClass, pod))) {
      return whole;
    }
    try {
      return search.partitions(whole).stream()
          .filter(part -> tree.exists(part.podPath(qosClass, pod)))
          .findFirst()
          .orElse(whole);
    } catch (IOException e) {
      return whole; // it is looked for again
    }
  }

  /**
   * Looks for the cgroup again if it is not there or holds none of the pods; returns whether
   * another one is found.
   *
   * @param running pods of this node that should have a cgroup
   */
  public synchronized boolean look(Collection<PodId> running) throws IOException {
    Set<String> ids = running.stream().map(PodId::value).collect(Collectors.toSet());
    if (exists() && (ids.isEmpty() || count(layout, ids) > 0)) {
      return false;
    }
    KubepodsLayout before = layout;
    layout = choose(search.found(), ids).orElse(before);
    return !layout.equals(before);
  }

  private Optional<KubepodsLayout> choose(List<KubepodsLayout> found, Set<String> ids)
      throws IOException {
    Map<KubepodsLayout, Integer> counts = new LinkedHashMap<>();
    for (KubepodsLayout each : found) {
      counts.put(each, count(each, ids));
    }
    Optional<KubepodsLayout> holder =
        found.stream()
            .filter(each -> counts.getOrDefault(each, 0) > 0)
            .max(Comparator.comparingInt(each -> counts.getOrDefault(each, 0)));
    return holder.or(() -> atTop(found));
  }

  private Optional<KubepodsLayout> atTop(List<KubepodsLayout> found) {
    return found.stream()
        .filter(KubepodsLayout::isAtTop)
        .min(Comparator.comparingInt(each -> each.driver() == layout.driver() ? 0 : 1));
  }

  private int count(KubepodsLayout each, Set<String> ids) throws IOException {
    Set<String> held = new HashSet<>(podsIn(each));
    for (KubepodsLayout part : search.partitions(each)) {
      held.addAll(podsIn(part));
    }
    held.retainAll(ids);
    return held.size();
  }

  /** Returns the path of the cgroup of some pod, whichever it is; empty when there is none. */
  public Optional<String> anyPod() throws IOException {
    KubepodsLayout whole = layout;
    List<KubepodsLayout> all = new ArrayList<>(List.of(whole));
    all.addAll(search.partitions(whole));
    for (KubepodsLayout each : all) {
      for (QosClass qosClass : QosClass.values()) {
        Optional<String> pod =
            tree.children(each.classPath(qosClass)).stream().filter(each::isPod).findFirst();
        if (pod.isPresent()) {
          return pod;
        }
      }
    }
    return Optional.empty();
  }

  private Set<String> podsIn(KubepodsLayout each) throws IOException {
    Set<String> ids = new HashSet<>();
    for (QosClass qosClass : QosClass.values()) {
      tree.children(each.classPath(qosClass)).stream()
          .map(each::podName)
          .flatMap(Optional::stream)
          .forEach(ids::add);
    }
    return ids;
  }
}
