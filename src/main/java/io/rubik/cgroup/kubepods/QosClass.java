package io.rubik.cgroup.kubepods;

import java.util.Arrays;
import java.util.Optional;

/** The quality of service class kubelet gives a pod, {@code status.qosClass}. */
public enum QosClass {
  GUARANTEED("Guaranteed", ""),
  BURSTABLE("Burstable", "burstable"),
  BEST_EFFORT("BestEffort", "besteffort");

  private final String kubernetesName;
  private final String cgroupName;

  QosClass(String kubernetesName, String cgroupName) {
    this.kubernetesName = kubernetesName;
    this.cgroupName = cgroupName;
  }

  /** Returns the class of that name in the Kubernetes API, empty when there is none. */
  public static Optional<QosClass> parse(String kubernetesName) {
    return Arrays.stream(values()).filter(c -> c.kubernetesName.equals(kubernetesName)).findFirst();
  }

  /** Returns the class's part of a cgroup name, empty for Guaranteed, whose pods have no parent. */
  String cgroupName() {
    return cgroupName;
  }
}
