package io.rubik.feature.quotaburst;

import io.rubik.cgroup.CpuQuota;
import io.rubik.feature.quotaburst.BurstDecision.Refuse;
import io.rubik.feature.quotaburst.BurstDecision.Write;
import io.rubik.text.SafeText;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Decides the burst of containers and their pod. A cgroup that has a quota, and one it can exceed,
 * may save up as much as its quota; to want none is always granted.
 *
 * <p>The kernel refuses a quota below the burst, to kubelet too: a burst that is above the quota
 * kubelet is about to set is refused before, so that it does not stand in the way.
 */
final class BurstPolicy {

  private static final Pattern WHOLE_NUMBER = Pattern.compile("0*[0-9]{1,18}");
  private static final int SHOWN = 40;

  private final int cpus;

  /** Decides for a node with so many CPUs. */
  BurstPolicy(int cpus) {
    this.cpus = cpus;
  }

  /** Returns the burst in µs that an annotation asks for, empty when it is not such a number. */
  static OptionalLong parse(String annotation) {
    return WHOLE_NUMBER.matcher(annotation).matches()
        ? OptionalLong.of(Long.parseLong(annotation))
        : OptionalLong.empty();
  }

  /** Returns why an annotation that is not such a number is refused. */
  static String refusal(String annotation) {
    return "asks for \""
        + SafeText.shortened(annotation, SHOWN)
        + "\", which is not a whole number of µs";
  }

  /**
   * Decides for a container that asks for so much, or for a pod whose containers were granted so
   * much together.
   *
   * @param found its bandwidth, empty when the kernel has no burst for it
   */
  BurstDecision decide(long burstMicros, Optional<CpuBandwidth> found) {
    if (found.isEmpty()) {
      return new Refuse("has no file for a burst: it needs Linux 5.14 or openEuler 22.03");
    }
    CpuBandwidth bandwidth = found.get();
    if (burstMicros == 0) {
      return new Write(0);
    }
    if (bandwidth.quota().isUnlimited()) {
      return new Refuse("has no CPU quota");
    }
    if (bandwidth.covers(cpus)) {
      return new Refuse(
          "has a CPU quota of "
              + bandwidth.quota().micros()
              + " µs per "
              + bandwidth.periodMicros()
              + " µs, which is all "
              + cpus
              + " CPUs");
    }
    if (exceeds(burstMicros, bandwidth.quota())) {
      return new Refuse(
          "asks for " + burstMicros + " µs, more than its quota of " + bandwidth.quota().micros());
    }
    if (exceeds(burstMicros, bandwidth.coming())) {
      return new Refuse(
          "asks for "
              + burstMicros
              + " µs, more than the quota of "
              + bandwidth.coming().micros()
              + " that follows from its new limit");
    }
    return new Write(burstMicros);
  }

  private static boolean exceeds(long burstMicros, CpuQuota quota) {
    return !quota.isUnlimited() && burstMicros > quota.micros();
  }
}
