package io.rubik.feature.quotaturbo;

import io.rubik.cgroup.CpuQuota;
import io.rubik.pod.Container;
import io.rubik.pod.Limit;
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

  /** Returns those of the pod now; what is not known of it at present is as it was. */
  PodLimits next(Pod pod) {
    Map<String, OptionalLong> next = new HashMap<>(containers);
    for (Container container : pod.containers()) {
      Limit limit = container.limits().cpuMillicores();
      if (limit.isKnown()) {
        next.put(container.name(), limit.amount());
      }
    }
    Limit limit = pod.limits().cpuMillicores();
    return new PodLimits(limit.isKnown() ? limit.amount() : own, next);
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
    long micros = before.unroundedMicros(quota, periodMicros) + kept * periodMicros / MILLICORES;
    return new CpuQuota(Math.clamp(micros, CpuQuota.MIN_MICROS, most));
  }

  /** The least quota may stand for any smaller limit. */
  private long unroundedMicros(CpuQuota quota, long periodMicros) {
    if (quota.micros() > CpuQuota.MIN_MICROS) {
      return quota.micros();
    }
    double millicores = own.orElse(0);
    if (own.isEmpty()) {
      millicores = containers.values().stream().mapToDouble(each -> each.orElse(0)).sum();
    }
    return Math.min(CpuQuota.MIN_MICROS, (long) (millicores * periodMicros / MILLICORES));
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
    OptionalLong own = pod.limits().cpuMillicores().amount();
    long running =
        pod.containers().stream()
            .filter(Container::running)
            .mapToLong(each -> each.limits().cpuMillicores().amount().orElse(0))
            .reduce(0, (a, b) -> Math.min(a, Long.MAX_VALUE - b) + b);
    return CpuQuota.ofLimit(own.orElse(running), periodMicros);
  }
}
