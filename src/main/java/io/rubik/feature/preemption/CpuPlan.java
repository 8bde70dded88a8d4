package io.rubik.feature.preemption;

import io.rubik.cgroup.CpuPriority;
import io.rubik.cgroup.kubepods.QosClass;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which CPU priorities protect the online pods of a node, where the kernel has no levels.
 *
 * <p>An idle cgroup yields only to those beside it, and pods of different QoS classes compete by
 * their classes: the kernel decides at the common ancestor. So an offline pod is idle, an online
 * BestEffort pod beside one gets a weight that counts, and the classes have the weights of their
 * online pods. Only what must differ from kubelet's values is in the plan.
 *
 * @param pods by UID
 * @param classes only Burstable and BestEffort have a cgroup
 * @param exposing offline pods, by UID, that do not yield at once to all online pods
 */
record CpuPlan(
    Map<String, CpuPriority> pods, Map<QosClass, CpuPriority> classes, Set<String> exposing) {

  /** More than any node has, so that a sum of them can be computed with. */
  private static final long MAX_MILLICORES = 1_000_000_000;

  /** There are no pods. */
  static final CpuPlan EMPTY = new CpuPlan(Map.of(), Map.of(), Set.of());

  /** Copies the collections. */
  CpuPlan {
    pods = Map.copyOf(pods);
    classes = Map.copyOf(classes);
    exposing = Set.copyOf(exposing);
  }

  /**
   * What the plan needs to know of a pod.
   *
   * @param isOffline whether it is, and is to be marked
   * @param millicores its request, empty when it is not known
   */
  record PodCpu(String uid, QosClass qosClass, boolean isOffline, OptionalLong millicores) {

    private boolean is(QosClass wanted, boolean offline) {
      return qosClass == wanted && isOffline == offline;
    }
  }

  /**
   * Returns the plan for pods below one cgroup of all pods.
   *
   * @param burstable what offline Burstable pods get; others are idle where the kernel can
   */
  static CpuPlan of(
      Collection<PodCpu> pods, CpuUnit unit, OfflineCpu offline, OfflineCpu burstable) {
    boolean hasOfflineBestEffort = has(pods, QosClass.BEST_EFFORT, true);
    boolean hasOfflineBurstable = has(pods, QosClass.BURSTABLE, true);
    boolean hasOnlineBestEffort = has(pods, QosClass.BEST_EFFORT, false);
    boolean hasOnlineBurstable = has(pods, QosClass.BURSTABLE, false);
    Map<String, CpuPriority> ofPods = new HashMap<>();
    Set<String> exposing = new HashSet<>();
    for (PodCpu pod : pods) {
      if (pod.isOffline()) {
        boolean isBurstable = pod.qosClass() == QosClass.BURSTABLE;
        ofPods.put(pod.uid(), (isBurstable ? burstable : offline).priority(unit));
        if (isBurstable && hasOnlineBurstable && burstable == OfflineCpu.IDLE) {
          exposing.add(pod.uid());
        }
      } else if (pod.qosClass() == QosClass.BEST_EFFORT && hasOfflineBestEffort) {
        ofPods.put(pod.uid(), unit.aboveIdle());
      }
    }
    Map<QosClass, CpuPriority> classes = new EnumMap<>(QosClass.class);
    if (hasOfflineBurstable) {
      classes.put(QosClass.BURSTABLE, burstable(pods, unit, false));
    }
    if (hasOnlineBestEffort && (hasOfflineBurstable || has(pods, QosClass.GUARANTEED, true))) {
      classes.put(QosClass.BEST_EFFORT, unit.aboveOfflinePods());
    }
    return new CpuPlan(ofPods, classes, exposing);
  }

  /** Returns what a pod is to have, empty where that is kubelet's. */
  Optional<CpuPriority> priority(String uid) {
    return Optional.ofNullable(pods.get(uid));
  }

  private static boolean has(Collection<PodCpu> pods, QosClass qosClass, boolean offline) {
    return pods.stream().anyMatch(pod -> pod.is(qosClass, offline));
  }

  private static CpuPriority burstable(Collection<PodCpu> pods, CpuUnit unit, boolean withOffline) {
    return unit.ofMillicores(
        pods.stream()
            .filter(pod -> pod.qosClass() == QosClass.BURSTABLE)
            .filter(pod -> withOffline || !pod.isOffline())
            .mapToLong(CpuPlan::bounded)
            .sum());
  }

  private static long bounded(PodCpu pod) {
    return Math.min(pod.millicores().orElse(0), MAX_MILLICORES);
  }

  /** Returns kubelet's weight of a class with these pods. */
  static CpuPriority kubelets(QosClass qosClass, Collection<PodCpu> pods, CpuUnit unit) {
    return qosClass == QosClass.BURSTABLE ? burstable(pods, unit, true) : unit.least();
  }

  /** Returns kubelet's weight of a pod, empty when it is not known. */
  static Optional<CpuPriority> kubelets(PodCpu pod, CpuUnit unit) {
    if (pod.qosClass() == QosClass.BEST_EFFORT) {
      return Optional.of(unit.least());
    }
    return pod.millicores().isEmpty()
        ? Optional.empty()
        : Optional.of(unit.ofMillicores(bounded(pod)));
  }
}
