package io.rubik.feature.quotaturbo;

import io.rubik.cgroup.CpuQuota;
import io.rubik.feature.FeatureContext;
import io.rubik.pod.Pod;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongBiFunction;

/**
 * The cgroups of the QoS classes, between kubepods and the pods. Kubelet gives them no quota, and
 * then they are left alone; where somebody else did, it grows and shrinks with those below.
 */
final class ClassCgroups {

  private final FeatureContext context;
  private final ToLongBiFunction<String, Long> raisedMicros;
  private final Map<String, TurboCgroup> byPath = new HashMap<>();

  /**
   * Begins without any.
   *
   * @param raisedMicros how much the pods of a class have beyond their limits, in µs of a period
   */
  ClassCgroups(FeatureContext context, ToLongBiFunction<String, Long> raisedMicros) {
    this.context = context;
    this.raisedMicros = raisedMicros;
  }

  /** Returns the path of the class of a pod, empty when kubepods itself holds the pod. */
  static Optional<String> path(Pod pod) {
    String path = pod.cgroupPath();
    String parent = path.substring(0, Math.max(0, path.lastIndexOf('/')));
    return parent.contains("/") ? Optional.of(parent) : Optional.empty();
  }

  /** Returns the cgroup above a pod, empty when it has none, or none that was met. */
  Optional<TurboCgroup> above(Pod pod) {
    return path(pod).map(byPath::get);
  }

  /** Reads the quota of a pod's class, and writes it where it is too low for what is below. */
  void raise(Pod pod) throws IOException {
    Optional<String> path = path(pod);
    if (path.isPresent()) {
      TurboCgroup cgroup =
          byPath.computeIfAbsent(path.get(), each -> TurboCgroup.shared(context, each));
      CpuQuota wanted = meet(cgroup);
      if (cgroup.to(wanted).isRaise()) {
        cgroup.make(wanted);
      }
    }
  }

  /** Writes the quota of a pod's class where it is higher than it need be. */
  void lower(Pod pod) throws IOException {
    TurboCgroup cgroup = path(pod).map(byPath::get).orElse(null);
    if (cgroup != null) {
      CpuQuota wanted = meet(cgroup);
      if (!cgroup.to(wanted).isNone()) {
        cgroup.make(wanted);
      }
    }
  }

  /** Returns what it is to have: what it had at first, and what is raised below it. */
  private CpuQuota meet(TurboCgroup cgroup) throws IOException {
    if (!cgroup.meet() || cgroup.quota().isUnlimited()) {
      return cgroup.quota();
    }
    CpuQuota original = cgroup.original().orElse(cgroup.quota());
    return original.isUnlimited()
        ? cgroup.quota()
        : new CpuQuota(
            original.micros() + raisedMicros.applyAsLong(cgroup.path(), cgroup.periodMicros()));
  }
}
