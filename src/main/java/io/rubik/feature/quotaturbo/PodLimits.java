package io.rubik.feature.quotaturbo;

import io.rubik.cgroup.CpuQuota;
import io.rubik.pod.Container;
import io.rubik.pod.Pod;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The CPU limits in a pod, in thousandths of a CPU.
 *
 * @param own that of the pod as a whole; few have one
 * @param containers those of its containers by name, which stays when one is restarted
 */
record PodLimits(OptionalLong own, Map<String, OptionalLong> containers) {

  private static final long MILLICORES = 1000;

  /** Those of a pod of which nothing is known. */
  static final PodLimits NONE = new PodLimits(OptionalLong.empty(), Map.of());

  PodLimits {
    containers = Map.copyOf(containers);
  }

  /** Returns those of the pod now; a container that is not there at present keeps what it had. */
  PodLimits next(Pod pod) {
    Map<String, OptionalLong> next = new HashMap<>(containers);
    pod.containers().forEach(each -> next.put(each.name(), each.limits().cpuMillicores()));
    return new PodLimits(pod.limits().cpuMillicores(), next);
  }

  /** Returns whether a limit that was known is another now. */
  boolean haveChangedSince(PodLimits before) {
    return !own.equals(before.own)
        || before.containers.entrySet().stream()
            .anyMatch(each -> !each.getValue().equals(containers.get(each.getKey())));
  }

  /** Returns what a pod's quota becomes that kubelet sets for these limits instead of those. */
  CpuQuota grown(CpuQuota quota, PodLimits before, long periodMicros) {
    if (own.isEmpty() && hasLost(before)) {
      return CpuQuota.UNLIMITED;
    }
    long most = CpuQuota.ofLimit(Long.MAX_VALUE, periodMicros).micros();
    long mostMillicores = most / periodMicros * MILLICORES;
    long kept = Math.clamp(grownMillicores(before), -mostMillicores, mostMillicores);
    long micros = quota.micros() + kept * periodMicros / MILLICORES;
    return new CpuQuota(Math.clamp(micros, CpuQuota.MIN_MICROS, most));
  }

  private boolean hasLost(PodLimits before) {
    return before.containers.entrySet().stream()
        .anyMatch(each -> each.getValue().isPresent() && limit(each.getKey()).isEmpty());
  }

  /** The containers' limits do not count where the pod has one of its own. */
  private long grownMillicores(PodLimits before) {
    if (own.isPresent() || before.own.isPresent()) {
      return own.isPresent() && before.own.isPresent()
          ? own.getAsLong() - before.own.getAsLong()
          : 0;
    }
    double millicores = 0; // no sum is too large for it
    for (Map.Entry<String, OptionalLong> each : before.containers.entrySet()) {
      OptionalLong now = limit(each.getKey());
      if (each.getValue().isPresent() && now.isPresent()) {
        millicores += now.getAsLong() - each.getValue().getAsLong();
      }
    }
    return (long) millicores;
  }

  private OptionalLong limit(String name) {
    return containers.getOrDefault(name, OptionalLong.empty());
  }

  /**
   * Returns the quota that a limited pod has at least: of its own limit, or else of those of the
   * containers that run. Init containers may need more, which have ended, and the pod's overhead.
   */
  static CpuQuota least(Pod pod, long periodMicros) {
    OptionalLong own = pod.limits().cpuMillicores();
    long running =
        pod.containers().stream()
            .filter(Container::running)
            .mapToLong(each -> each.limits().cpuMillicores().orElse(0))
            .reduce(0, (a, b) -> Math.min(a, Long.MAX_VALUE - b) + b);
    return CpuQuota.ofLimit(own.orElse(running), periodMicros);
  }
}
