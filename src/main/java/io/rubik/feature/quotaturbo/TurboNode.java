package io.rubik.feature.quotaturbo;

import io.rubik.capability.Need;
import io.rubik.capability.Probe;
import io.rubik.capability.Provider;
import io.rubik.capability.UnavailableException;
import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.OpenFile;
import io.rubik.cgroup.ReadBuffer;
import io.rubik.feature.FeatureContext;
import io.rubik.host.CpuList;
import io.rubik.host.CpuTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** The node: how many CPUs it has, how busy they are, and what follows from that. */
final class TurboNode implements AutoCloseable {

  private static final Need CPU_QUOTA =
      new Need(
          "CPU quotas and their use",
          List.of(
              Provider.reversible(
                  "cfs quota",
                  new Probe.ControlFile(Attributes.CPU_QUOTA),
                  new Probe.ControlFile(Attributes.CPU_PERIOD_MICROS),
                  new Probe.ControlFile(Attributes.CPU_THROTTLING),
                  new Probe.ControlFile(Attributes.CPU_USAGE_NANOS))),
          "boot a kernel with CONFIG_CFS_BANDWIDTH and mount the controllers cpu and cpuacct, or"
              + " take quotaTurbo out of agent.enabledFeatures");

  private final int cpus;
  private final OpenFile stat;
  private final NodeUtilisation utilisation;
  private final QuotaPolicy policy;

  private TurboNode(QuotaTurboConfig config, int cpus, OpenFile stat) {
    this.cpus = cpus;
    this.stat = stat;
    this.utilisation = new NodeUtilisation(config.syncInterval(), cpus);
    this.policy = new QuotaPolicy(config, cpus);
  }

  /** Opens what is read of the node; fails when the kernel lacks something. */
  static TurboNode open(QuotaTurboConfig config, FeatureContext context) throws IOException {
    context.capabilities().require(CPU_QUOTA);
    Path online = context.host().resolve("/sys/devices/system/cpu/online");
    Path stat = context.host().resolve("/proc/stat");
    try {
      int cpus = CpuList.count(Files.readString(online));
      return new TurboNode(config, cpus, OpenFile.open(stat));
    } catch (IOException | IllegalArgumentException e) {
      throw new UnavailableException(
          "quotaTurbo needs "
              + online
              + " and "
              + stat
              + " (mount sysfs and proc): "
              + e.getClass().getSimpleName()
              + " "
              + e.getMessage());
    }
  }

  int cpus() {
    return cpus;
  }

  /** Reads how busy the node is; fails when the kernel's text is not what it should be. */
  void sample(long atNanos, ReadBuffer buffer) throws IOException {
    stat.read(buffer);
    try {
      utilisation.add(atNanos, CpuTimes.parse(buffer.bytes(), buffer.length()));
    } catch (IllegalArgumentException e) {
      throw new IOException(stat + ": " + e.getMessage(), e);
    }
  }

  /** Decides the next quotas; nothing before the node has been read twice. */
  void decide(List<TurboContainer> containers) {
    OptionalDouble percent = utilisation.percent();
    if (percent.isPresent()) {
      policy.decide(percent.getAsDouble(), utilisation.isSteady(), containers);
    }
  }

  @Override
  public void close() throws IOException {
    stat.close();
  }
}
