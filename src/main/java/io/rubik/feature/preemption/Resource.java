package io.rubik.feature.preemption;

import io.rubik.capability.Need;
import io.rubik.capability.Probe;
import io.rubik.capability.Provider;
import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.CpuPriority;
import io.rubik.cgroup.Setting;
import java.util.List;

/** A resource of which online pods can take precedence over offline ones. */
enum Resource {
  CPU,
  MEMORY;

  /** The level of offline pods. */
  static final int OFFLINE = -1;

  /** The provider of memory where the kernel has no levels: who is killed first. */
  private static final String OOM = "oom";

  private static final List<Provider> CPU_PROVIDERS =
      List.of(
          Provider.lasting(
              PriorityProvider.QOS_LEVEL.toString(),
              new Probe.ControlFile(Attributes.CPU_QOS_LEVEL)),
          Provider.reversible(
              PriorityProvider.IDLE.toString(), new Probe.ControlFile(CpuPriority.IDLE_FILE)),
          Provider.reversible(
              PriorityProvider.WEIGHT.toString(), new Probe.ControlFile(CpuPriority.WEIGHT_FILE)));

  private static final List<Provider> MEMORY_PROVIDERS =
      List.of(
          Provider.lasting(
              PriorityProvider.QOS_LEVEL.toString(),
              new Probe.ControlFile(Attributes.MEMORY_QOS_LEVEL),
              new Probe.HostFile(MemcgSwitch.FILE)),
          Provider.reversible(OOM, new Probe.HostFile("/proc/self/oom_score_adj")));

  /** Returns the control that holds the level, where the kernel has levels. */
  Setting<Integer> level() {
    return switch (this) {
      case CPU -> Attributes.CPU_QOS_LEVEL;
      case MEMORY -> Attributes.MEMORY_QOS_LEVEL;
    };
  }

  /** Returns what the kernel must have: that provider, where this resource can be by it. */
  Need need(PriorityProvider provider) {
    return switch (this) {
      case CPU ->
          need(
              "CPU",
              CPU_PROVIDERS,
              provider,
              "set preemption.provider to auto, enable the controller cpu, or take cpu out of preemption.resource");
      case MEMORY ->
          need(
              "memory",
              MEMORY_PROVIDERS,
              provider,
              "set preemption.provider to auto, or take memory out of preemption.resource; only"
                  + " openEuler kernels with cgroup v1 (systemd.unified_cgroup_hierarchy=0) have"
                  + " levels of memory");
    };
  }

  private static Need need(
      String resource, List<Provider> all, PriorityProvider provider, String remedy) {
    List<Provider> allowed = all.stream().filter(each -> provider.allows(each.name())).toList();
    return new Need(
        resource + " priority of online pods", allowed.isEmpty() ? all : allowed, remedy);
  }
}
