package io.rubik.feature.preemption;

import io.rubik.cgroup.Attribute;
import io.rubik.cgroup.Attributes;

/** A resource whose kernel controller knows an online and an offline level. */
enum Resource {
  CPU,
  MEMORY;

  /** The level of offline pods. */
  static final int OFFLINE = -1;

  /** Returns the control that holds the level. */
  Attribute<Integer> level() {
    return switch (this) {
      case CPU -> Attributes.CPU_QOS_LEVEL;
      case MEMORY -> Attributes.MEMORY_QOS_LEVEL;
    };
  }
}
