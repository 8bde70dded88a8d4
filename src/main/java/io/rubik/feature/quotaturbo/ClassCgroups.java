package io.rubik.feature.quotaturbo;

import io.rubik.cgroup.CpuQuota;
import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.feature.FeatureContext;
import io.rubik.pod.Pod;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongBiFunction;

/**
 * The cgroups of the QoS classes, between kubepods and the pods. Kubelet gives them no quota, and
 * then they are not changed; where another process did, it grows and shrinks with those below.
 */
final class ClassCgroups {

  private final FeatureContext context;
  private final ToLongBiFunction<String, Long> raisedMicros;
  private final Map<String, ClassCgroup> byPath = new HashMap<>();

  /** One of them, and the quota it has without what is raised below it. */
  private static final class ClassCgroup {
    private final TurboCgroup cgroup;
    private CpuQuota base = CpuQuota.UNLIMITED;
    private boolean isKnown;

    private ClassCgroup(TurboCgroup cgroup) {
      this.cgroup = cgroup;
    }

    /** What another process writes there is its quota from then on: rubik does not guard it. */
    private void refresh() throws IOException {
      if (cgroup.refresh() && (!isKnown || cgroup.isChanged())) {
        base = isKnown ? cgroup.quota() : cgroup.original().orElse(cgroup.quota());
        cgroup.replaceOriginal(base);
        isKnown = true;
      }
    }
  }

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
    return KubepodsLayout.classPath(pod.cgroupPath());
  }

  /** Returns the cgroup above a pod, empty when it has none, or none that was read. */
  Optional<TurboCgroup> above(Pod pod) {
    return path(pod).map(byPath::get).map(each -> each.cgroup);
  }

  /** Reads the quota of a pod's class, and writes it where it is too low for what is below. */
  void raise(Pod pod) throws IOException {
    Optional<String> path = path(pod);
    if (path.isPresent()) {
      set(byPath.computeIfAbsent(path.get(), this::create), true);
    }
  }

  /** Writes the quota of a pod's class where it is higher than it need be. */
  void lower(Pod pod) throws IOException {
    ClassCgroup found = path(pod).map(byPath::get).orElse(null);
    if (found != null) {
      set(found, false);
    }
  }

  private ClassCgroup create(String path) {
    return new ClassCgroup(TurboCgroup.shared(context, path));
  }

  private void set(ClassCgroup found, boolean raise) throws IOException {
    found.refresh();
    QuotaWrite write = found.cgroup.to(wanted(found));
    if (raise ? write.isRaise() : !write.isNone()) {
      found.cgroup.set(write.to());
    }
  }

  private CpuQuota wanted(ClassCgroup found) {
    TurboCgroup cgroup = found.cgroup;
    return cgroup.quota().isUnlimited() || found.base.isUnlimited()
        ? cgroup.quota()
        : new CpuQuota(
            found.base.micros() + raisedMicros.applyAsLong(cgroup.path(), cgroup.periodMicros()));
  }
}
