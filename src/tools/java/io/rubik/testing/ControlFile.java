package io.rubik.testing;

import java.util.EnumSet;
import java.util.Set;

/**
 * A control file that every cgroup of a hierarchy has.
 *
 * @param initial what it reads in a new cgroup
 * @param kernels those that have it
 */
record ControlFile(
    String name, String initial, boolean readable, Rule rule, Place place, Set<Kernel> kernels) {

  /** The cgroups that have the file. */
  enum Place {
    EVERYWHERE,
    ROOT,
    BELOW_ROOT
  }

  static ControlFile readWrite(String name, String initial) {
    return readWrite(name, initial, Rule.ANY);
  }

  static ControlFile readWrite(String name, String initial, Rule rule) {
    return new ControlFile(
        name, initial, true, rule, Place.EVERYWHERE, EnumSet.allOf(Kernel.class));
  }

  static ControlFile readOnly(String name, String initial) {
    return readWrite(name, initial, Rule.READ_ONLY);
  }

  static ControlFile writeOnly(String name) {
    return new ControlFile(
        name, "", false, Rule.ANY, Place.EVERYWHERE, EnumSet.allOf(Kernel.class));
  }

  ControlFile only(Kernel kernel) {
    return new ControlFile(name, initial, readable, rule, place, EnumSet.of(kernel));
  }

  ControlFile only(Place place) {
    return new ControlFile(name, initial, readable, rule, place, kernels);
  }

  boolean isIn(KernelCgroup cgroup) {
    return switch (place) {
      case EVERYWHERE -> true;
      case ROOT -> cgroup.isRoot();
      case BELOW_ROOT -> !cgroup.isRoot();
    };
  }
}
