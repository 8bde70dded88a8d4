package io.rubik.control;

import io.rubik.cgroup.Attribute;

/**
 * One control of one cgroup.
 *
 * @param path the cgroup, relative to the root of a hierarchy
 */
record ControlId(Attribute<?> attribute, String path) {

  /** Returns {@code kubepods/pod1/cpu.shares}. */
  @Override
  public String toString() {
    return path + "/" + attribute;
  }
}
