package io.rubik.feature.preemption;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.Setting;

/** A resource whose kernel controller knows an online and an offline level. */
enum Resource {
  CPU,
  MEMORY;

  /** The level of offline pods. */
  static final int OFFLINE = -1;

  /** Returns the control that holds the level. */
  Setting<Integer> level() {
    return switch (this) {
      case CPU -> Attributes.CPU_QOS_LEVEL;
      case MEMORY -> Attributes.MEMORY_QOS_LEVEL;
    };
  }
}
