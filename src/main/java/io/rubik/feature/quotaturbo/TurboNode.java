package io.rubik.feature.quotaturbo;

import io.rubik.capability.Need;
import io.rubik.capability.Probe;
import io.rubik.capability.Provider;
import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.ReadBuffer;
import io.rubik.feature.FeatureContext;
import io.rubik.usage.CpuClock;
import java.io.IOException;
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
  private final CpuClock clock;
  private final NodeUtilisation utilisation;
  private final QuotaPolicy policy;

  private TurboNode(QuotaTurboConfig config, int cpus, CpuClock clock) {
    this.cpus = cpus;
    this.clock = clock;
    this.utilisation = new NodeUtilisation(config.syncInterval(), cpus);
    this.policy = new QuotaPolicy(config, cpus);
  }

  /** Opens what is read of the node; fails when the kernel lacks something. */
  static TurboNode open(QuotaTurboConfig config, FeatureContext context) throws IOException {
    context.capabilities().require(CPU_QUOTA);
    int cpus = context.usage().cpus().count();
    return new TurboNode(config, cpus, context.usage().openCpuClock());
  }

  int cpus() {
    return cpus;
  }

  /** Reads how busy the node is; fails when the kernel's text is not what it should be. */
  void sample(long atNanos, ReadBuffer buffer) throws IOException {
    utilisation.add(atNanos, clock.read(buffer));
  }

  /** Decides the next quotas; nothing before the node has been read twice. */
  void decide(List<ContainerState> containers) {
    OptionalDouble percent = utilisation.percent();
    if (percent.isPresent()) {
      policy.decide(percent.getAsDouble(), utilisation.isSteady(), containers);
    }
  }

  @Override
  public void close() throws IOException {
    clock.close();
  }
}
