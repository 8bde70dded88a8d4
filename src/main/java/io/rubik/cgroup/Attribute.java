package io.rubik.cgroup;

import java.util.Optional;

/**
 * A kernel control of a cgroup, as data: where it is, by version of cgroup, and what it holds.
 *
 * @param <T> what its value is in rubik
 */
public sealed interface Attribute<T> permits ReadableAttribute, WritableAttribute {

  /** Returns the controller whose hierarchy it is in on cgroup v1. */
  Controller controller();

  /** Returns the name of its file, empty when that version has no such control. */
  Optional<String> file(CgroupVersion version);
}
