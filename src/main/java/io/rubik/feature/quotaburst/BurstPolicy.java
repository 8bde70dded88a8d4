package io.rubik.feature.quotaburst;

import io.rubik.feature.quotaburst.BurstDecision.Refuse;
import io.rubik.feature.quotaburst.BurstDecision.Write;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Decides the burst of containers and their pod. A cgroup that has a quota, and one it can exceed,
 * may save up as much as its quota; to want none is always granted.
 */
final class BurstPolicy {

  private static final Pattern WHOLE_NUMBER = Pattern.compile("0*[0-9]{1,18}");
  private static final int SHOWN = 40;

  private final int cpus;

  /** Decides for a node with so many CPUs. */
  BurstPolicy(int cpus) {
    this.cpus = cpus;
  }

  /** Returns the burst in µs that an annotation asks for, empty when it is no such number. */
  static OptionalLong parse(String annotation) {
    return WHOLE_NUMBER.matcher(annotation).matches()
        ? OptionalLong.of(Long.parseLong(annotation))
        : OptionalLong.empty();
  }

  /**
   * Decides for a container.
   *
   * @param found its bandwidth, empty when the kernel has no burst for it
   */
  BurstDecision container(String annotation, Optional<CpuBandwidth> found) {
    OptionalLong burstMicros = parse(annotation);
    if (burstMicros.isEmpty()) {
      return new Refuse("asks for \"" + shown(annotation) + "\", which is no whole number of µs");
    }
    return decide(burstMicros.getAsLong(), found);
  }

  /**
   * Decides for a pod whose containers were given so much together.
   *
   * @param found its bandwidth, empty when the kernel has no burst for it
   */
  BurstDecision pod(long containersMicros, Optional<CpuBandwidth> found) {
    return decide(containersMicros, found);
  }

  private BurstDecision decide(long burstMicros, Optional<CpuBandwidth> found) {
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
              + " µs each "
              + bandwidth.periodMicros()
              + " µs, which is all "
              + cpus
              + " CPUs");
    }
    if (burstMicros > bandwidth.quota().micros()) {
      return new Refuse(
          "asks for " + burstMicros + " µs, more than its quota of " + bandwidth.quota().micros());
    }
    return new Write(burstMicros);
  }

  private static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
