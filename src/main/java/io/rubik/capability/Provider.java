package io.rubik.capability;

import java.util.List;

/**
 * One of the ways in which a host may provide what is needed.
 *
 * @param name a short one, as the status shows it: {@code qos_level}
 * @param probes all of which must be found
 */
public record Provider(String name, Effect effect, List<Probe> probes) {

  /** Whether what is set can be restored. */
  public enum Effect {
    /** The original can be restored. */
    REVERSIBLE,
    /** The kernel does not let the original be restored. */
    LASTING
  }

  /** Copies the probes; fails with {@code IllegalArgumentException} without any. */
  public Provider {
    probes = List.copyOf(probes);
    if (probes.isEmpty()) {
      throw new IllegalArgumentException("provider " + name + " cannot be looked for");
    }
  }

  /** Returns a provider whose settings can be restored. */
  public static Provider reversible(String name, Probe... probes) {
    return new Provider(name, Effect.REVERSIBLE, List.of(probes));
  }

  /** Returns a provider whose settings stay. */
  public static Provider lasting(String name, Probe... probes) {
    return new Provider(name, Effect.LASTING, List.of(probes));
  }
}
