package io.rubik.feature.preemption;

/** Which of the kernel's interfaces gives online pods priority. */
enum PriorityProvider {
  /** The first that the kernel has. */
  AUTO("auto"),
  /** The levels of openEuler kernels. */
  QOS_LEVEL("qos_level"),
  /** {@code cpu.idle}. */
  IDLE("idle"),
  /** {@code cpu.weight}, {@code cpu.shares}. */
  WEIGHT("weight");

  private final String label;

  PriorityProvider(String label) {
    this.label = label;
  }

  /** Returns whether a provider of that name may be used. */
  boolean allows(String name) {
    return this == AUTO || label.equals(name);
  }

  /** Returns its name in the configuration and in the status. */
  @Override
  public String toString() {
    return label;
  }
}
