package io.rubik.cgroup;

import java.util.Optional;

/** A control that can be written. */
public sealed interface WritableAttribute<T> extends Attribute<T> permits Setting, Trigger {

  /** Returns how its text is written, empty when that version has no such control. */
  Optional<? extends ValueWriter<T>> writer(CgroupVersion version);
}
