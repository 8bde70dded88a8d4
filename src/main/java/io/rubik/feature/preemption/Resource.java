package io.rubik.feature.preemption;

import io.rubik.capability.Need;
import io.rubik.capability.Probe;
import io.rubik.capability.Provider;
import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.Setting;
import java.util.List;

/** A resource whose kernel controller knows an online and an offline level. */
enum Resource {
  CPU,
  MEMORY;

  /** The level of offline pods. */
  static final int OFFLINE = -1;

  private static final Need CPU_LEVEL =
      need("cpu", new Probe.ControlFile(Attributes.CPU_QOS_LEVEL));
  private static final Need MEMORY_LEVEL =
      need(
          "memory",
          new Probe.ControlFile(Attributes.MEMORY_QOS_LEVEL),
          new Probe.HostFile(MemcgSwitch.FILE));

  private static Need need(String resource, Probe... probes) {
    return new Need(
        resource + " priority of online pods",
        List.of(Provider.lasting("qos_level", probes)),
        "boot an openEuler kernel with cgroup v1 (systemd.unified_cgroup_hierarchy=0), or take "
            + resource
            + " out of preemption.resource");
  }

  /** Returns the control that holds the level. */
  Setting<Integer> level() {
    return switch (this) {
      case CPU -> Attributes.CPU_QOS_LEVEL;
      case MEMORY -> Attributes.MEMORY_QOS_LEVEL;
    };
  }

  /** Returns what the kernel must have. */
  Need need() {
    return switch (this) {
      case CPU -> CPU_LEVEL;
      case MEMORY -> MEMORY_LEVEL;
    };
  }
}
