package io.rubik.capability;

import io.rubik.cgroup.Attribute;
import io.rubik.cgroup.CgroupTree;
import io.rubik.host.HostPaths;
import java.io.IOException;

/** Something that is looked for on the host: the version of the kernel is never asked. */
public sealed interface Probe {

  /** The file of a control, in any cgroup. */
  record ControlFile(Attribute<?> attribute) implements Probe {}

  /**
   * A file of the host.
   *
   * @param path absolute, such as {@code /proc/qos/smt}
   */
  record HostFile(String path) implements Probe {}

  /**
   * Something that a file's name does not say, such as what a file holds.
   *
   * @param place the file that is judged, for messages
   */
  record Condition(String place, Judgement judgement) implements Probe {}

  /** Judges a host. */
  interface Judgement {
    /** Returns whether the host has what is looked for. */
    boolean holds(HostPaths host, CgroupTree cgroups) throws IOException;
  }
}
