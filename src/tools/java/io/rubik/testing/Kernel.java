package io.rubik.testing;

/** Whose kernel: it decides which control files exist. */
public enum Kernel {
  /** The 5.10 of openEuler: {@code cpu.qos_level} and its kind on cgroup v1, no cpu.idle. */
  OPENEULER("openEuler"),
  /** Linux 6.1 or newer. */
  MAINLINE("mainline");

  private final String label;

  Kernel(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
