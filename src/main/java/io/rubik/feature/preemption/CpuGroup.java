package io.rubik.feature.preemption;

import io.rubik.cgroup.CpuPriority;
import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.cgroup.kubepods.QosClass;
import io.rubik.feature.preemption.CpuPlan.PodCpu;
import io.rubik.pod.Pod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The pods below one cgroup of all pods, and the plan for them. */
final class CpuGroup {

  private final KubepodsLayout layout;
  private final CpuUnit unit;
  private final OfflineCpu offline;
  private final OfflineCpu burstable;
  private final Map<String, PodCpu> pods = new LinkedHashMap<>();
  private CpuPlan plan = CpuPlan.EMPTY;

  CpuGroup(KubepodsLayout layout, CpuUnit unit, OfflineCpu offline, OfflineCpu burstable) {
    this.layout = layout;
    this.unit = unit;
    this.offline = offline;
    this.burstable = burstable;
  }

  /** Adds a pod, or what is known of it now; returns whether anything about it is new. */
  boolean put(Pod pod, boolean isMarked) {
    PodCpu now = new PodCpu(pod.uid(), pod.qosClass(), isMarked, pod.requests().cpuMillicores());
    return !now.equals(pods.put(pod.uid(), now)) && renew();
  }

  /** Removes a pod; returns whether it was there. */
  boolean remove(Pod pod) {
    return pods.remove(pod.uid()) != null && renew();
  }

  private boolean renew() {
    plan = CpuPlan.of(pods.values(), unit, offline, burstable);
    return true;
  }

  boolean isEmpty() {
    return pods.isEmpty();
  }

  CpuPlan plan() {
    return plan;
  }

  String classPath(QosClass qosClass) {
    return layout.classPath(qosClass);
  }

  /** Returns kubelet's weight of a class. */
  CpuPriority kubelets(QosClass qosClass) {
    return CpuPlan.kubelets(qosClass, pods.values(), unit);
  }

  /** Returns kubelet's weight of a pod, empty when it is not known. */
  Optional<CpuPriority> kubelets(String uid) {
    return Optional.ofNullable(pods.get(uid)).flatMap(pod -> CpuPlan.kubelets(pod, unit));
  }
}
