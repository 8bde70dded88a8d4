package io.rubik.cgroup;

import java.util.Optional;

/**
 * A kernel control of a cgroup, as data: where it is, by version of cgroup, and what it holds.
 *
 * @param <T> what its value is in rubik
 */
public sealed interface Attribute<T> permits Attribute.Readable, Attribute.Writable {

  /** Whose hierarchy it is in on cgroup v1. */
  Controller controller();

  /** Returns the name of its file, empty when that version has no such control. */
  Optional<String> file(CgroupVersion version);

  /** A control whose value can be read. */
  sealed interface Readable<T> extends Attribute<T> permits Gauge, Setting {

    /** Returns how its text is read, empty when that version has no such control. */
    Optional<? extends ValueReader<T>> reader(CgroupVersion version);
  }

  /** A control that can be written. */
  sealed interface Writable<T> extends Attribute<T> permits Setting, Trigger {

    /** Returns how its text is written, empty when that version has no such control. */
    Optional<? extends ValueWriter<T>> writer(CgroupVersion version);
  }
}
