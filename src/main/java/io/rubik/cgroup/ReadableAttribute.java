package io.rubik.cgroup;

import java.util.Optional;

/** A control whose value can be read. */
public sealed interface ReadableAttribute<T> extends Attribute<T> permits Gauge, Setting {

  /** Returns how its text is read, empty when that version has no such control. */
  Optional<? extends ValueReader<T>> reader(CgroupVersion version);
}
