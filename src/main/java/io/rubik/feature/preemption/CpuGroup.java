package io.rubik.feature.preemption;

import io.rubik.cgroup.CpuPriority;
import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.cgroup.kubepods.QosClass;
import io.rubik.feature.preemption.CpuPlan.PodCpu;
import io.rubik.pod.Pod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pods below one cgroup of all pods, and the plan for them. */
final class CpuGroup {

  private final KubepodsLayout layout;
  private final CpuUnit unit;
  private final OfflineCpu offline;
  private final OfflineCpu burstable;
  private final Map<String, PodCpu> pods = new LinkedHashMap<>();

  /** Null once the pods have changed. */
  private @Nullable CpuPlan plan;

  CpuGroup(KubepodsLayout layout, CpuUnit unit, OfflineCpu offline, OfflineCpu burstable) {
    this.layout = layout;
    this.unit = unit;
    this.offline = offline;
    this.burstable = burstable;
  }

  /** Adds a pod, or what is known of it now; returns whether anything about it is new. */
  boolean put(Pod pod, boolean isMarked) {
    PodCpu now = new PodCpu(pod.uid(), pod.qosClass(), isMarked, pod.requests().cpuMillicores());
    boolean isNew = !now.equals(pods.put(pod.uid(), now));
    plan = isNew ? null : plan;
    return isNew;
  }

  /** Keeps only pods of these UIDs; returns whether there were others. */
  boolean retain(Set<String> uids) {
    boolean hasChanged = pods.keySet().retainAll(uids);
    plan = hasChanged ? null : plan;
    return hasChanged;
  }

  /** Removes a pod; returns whether it was there. */
  boolean remove(String uid) {
    boolean wasThere = pods.remove(uid) != null;
    plan = wasThere ? null : plan;
    return wasThere;
  }

  boolean isEmpty() {
    return pods.isEmpty();
  }

  CpuPlan plan() {
    CpuPlan made = plan;
    if (made == null) {
      made = CpuPlan.of(pods.values(), unit, offline, burstable);
      plan = made;
    }
    return made;
  }

  CpuUnit unit() {
    return unit;
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
