package io.rubik.feature.quotaturbo;

import io.rubik.cgroup.CpuQuota;
import io.rubik.feature.CpuAnnotations;
import io.rubik.pod.Pod;
import io.rubik.pod.ResourceLimits;
import io.rubik.text.SafeText;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides whose quota may be raised; a reason against it follows the name of the pod or container.
 */
final class Eligibility {

  private static final int MILLICORES = 1000;
  private static final int SHOWN = 40;

  private Eligibility() {}

  /** Returns what is wrong with the value of the pod's annotation, empty when nothing is. */
  static Optional<String> unclear(Pod pod) {
    String value = CpuAnnotations.turbo(pod);
    return value.equals("true") || value.equals("false")
        ? Optional.empty()
        : Optional.of(
            "has "
                + CpuAnnotations.QUOTA_TURBO.key()
                + " \""
                + SafeText.shortened(value, SHOWN)
                + "\", neither \"true\" nor \"false\": treated as false");
  }

  /** Returns whether a limit allows all CPUs, so that there is nothing to raise it to. */
  static boolean isAllOf(int cpus, long limitMillicores) {
    return limitMillicores >= (long) cpus * MILLICORES;
  }

  /**
   * Returns why a container's quota is not changed, empty when it may be raised. A limit without a
   * quota is the administrator's wish: kubelet's cpuCFSQuota is false, or the container has CPUs of
   * its own.
   */
  static Optional<String> containerRefusal(ResourceLimits limits, CpuQuota found, int cpus) {
    OptionalLong limit = limits.cpuMillicores().amount();
    if (limit.isEmpty()) {
      return Optional.of(
          limits.cpuMillicores().isNone()
              ? "has no CPU limit"
              : "may have a CPU limit, but which one is not known at present");
    }
    if (isAllOf(cpus, limit.getAsLong())) {
      return Optional.of(
          "has a CPU limit of " + limit.getAsLong() + "m, which is all " + cpus + " CPUs");
    }
    return found.isUnlimited()
        ? Optional.of("has a CPU limit, but kubelet gave it no quota")
        : Optional.empty();
  }
}
