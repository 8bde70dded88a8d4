package io.rubik.config;

/** Who names the cgroups of pods on this node: kubelet's {@code cgroupDriver}. */
public enum CgroupDriver {
  /** Whoever has named those there are. */
  AUTO,
  CGROUPFS,
  SYSTEMD
}
