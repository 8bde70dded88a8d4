package io.rubik.agent;

import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.kubepods.ContainerId;
import io.rubik.cgroup.kubepods.KubepodsSearch;
import io.rubik.loop.Ticker;
import io.rubik.pod.Container;
import io.rubik.pod.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares the pods that run with the cgroups there are. What lacks for a minute is a fault:
 * containers start and end all the time.
 */
final class PodCgroups {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final CgroupTree tree;
  private final KubepodsSearch search;
  private final Ticker ticker;

  /** When each pod was first seen to lack a cgroup, by its UID. */
  private final Map<String, Long> sinceNanos = new HashMap<>();

  /** Where the containers of a pod were found, by its UID. */
  private final Map<String, Optional<String>> elsewhere = new HashMap<>();

  PodCgroups(CgroupTree tree, Ticker ticker) {
    this.tree = tree;
    this.search = new KubepodsSearch(tree);
    this.ticker = ticker;
  }

  /**
   * Pods with one fault.
   *
   * @param place where it was found, empty when that says nothing
   */
  record Affected(List<Pod> pods, String place) {}

  /** Returns the pods with a fault, by the fault. */
  Map<CgroupFault, Affected> look(Collection<Pod> running) throws IOException {
    Map<CgroupFault, List<Pod>> pods = new EnumMap<>(CgroupFault.class);
    Map<CgroupFault, String> places = new EnumMap<>(CgroupFault.class);
    for (Pod pod : running) {
      if (!isLate(pod)) {
        continue;
      }
      Finding finding = finding(pod);
      pods.computeIfAbsent(finding.fault(), any -> new ArrayList<>()).add(pod);
      places.putIfAbsent(finding.fault(), finding.place());
    }
    Set<String> uids = running.stream().map(Pod::uid).collect(Collectors.toSet());
    sinceNanos.keySet().retainAll(uids);
    elsewhere.keySet().retainAll(uids);
    Map<CgroupFault, Affected> affected = new EnumMap<>(CgroupFault.class);
    pods.forEach(
        (fault, each) -> affected.put(fault, new Affected(each, places.getOrDefault(fault, ""))));
    return affected;
  }

  private boolean isLate(Pod pod) {
    if (isComplete(pod)) {
      sinceNanos.remove(pod.uid());
      elsewhere.remove(pod.uid());
      return false;
    }
    long since = sinceNanos.computeIfAbsent(pod.uid(), any -> ticker.nanos());
    return ticker.since(since).compareTo(PATIENCE) > 0;
  }

  /** One container that is there shows that the runtime puts them where they should be. */
  private boolean isComplete(Pod pod) {
    return tree.lacking(pod.cgroupPath()).isEmpty()
        && pod.containers().stream()
            .filter(Container::running)
            .anyMatch(container -> tree.exists(container.cgroupPath()));
  }

  private record Finding(CgroupFault fault, String place) {}

  private Finding finding(Pod pod) throws IOException {
    Set<String> lacking = tree.lacking(pod.cgroupPath());
    if (!lacking.isEmpty()) {
      boolean isThere = tree.exists(pod.cgroupPath());
      return new Finding(
          isThere ? CgroupFault.PODS_MISSING_IN_PART : CgroupFault.PODS_MISSING,
          String.join(", ", lacking));
    }
    String place = placeOfContainers(pod);
    return new Finding(
        place.isEmpty() ? CgroupFault.CONTAINERS_MISSING : CgroupFault.CONTAINERS_ELSEWHERE, place);
  }

  private String placeOfContainers(Pod pod) throws IOException {
    Optional<String> known = elsewhere.get(pod.uid());
    if (known == null) {
      List<ContainerId> ids =
          pod.containers().stream().filter(Container::running).map(Container::id).toList();
      known = search.outsidePods(ids);
      elsewhere.put(pod.uid(), known);
    }
    return known.orElse("");
  }
}
