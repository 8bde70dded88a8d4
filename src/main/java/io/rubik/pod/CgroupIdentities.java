package io.rubik.pod;

import java.util.Set;

/** Tells one cgroup from a later one of the same path. */
public interface CgroupIdentities {

  /**
   * Returns what distinguishes the cgroup of a path in each hierarchy from a later one there; empty
   * when there is none.
   */
  Set<String> of(String path);
}
