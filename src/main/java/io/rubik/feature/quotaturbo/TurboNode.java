package io.rubik.feature.quotaturbo;

import io.rubik.capability.Need;
import io.rubik.capability.Probe;
import io.rubik.capability.Provider;
import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.ReadBuffer;
import io.rubik.feature.FeatureContext;
import io.rubik.usage.CpuClock;
import io.rubik.usage.OnlineCpus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.tinylog.Logger;

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

  /** How often the number of CPUs is read, which changes rarely. */
  private static final Duration CPUS_INTERVAL = Duration.ofSeconds(1);

  private final QuotaTurboConfig config;
  private final OnlineCpus online;
  private final CpuClock clock;
  private final NodeUtilisation utilisation;
  private QuotaPolicy policy;
  private int cpus;
  private long cpusNanos;

  private TurboNode(
      QuotaTurboConfig config, OnlineCpus online, int cpus, long atNanos, CpuClock clock) {
    this.config = config;
    this.online = online;
    this.cpus = cpus;
    this.cpusNanos = atNanos;
    this.clock = clock;
    this.utilisation =
        new NodeUtilisation(
            config.syncInterval(), cpus, config.alarmPercent() - QuotaPolicy.MIN_DISTANCE_PERCENT);
    this.policy = new QuotaPolicy(config, cpus);
  }

  /** Opens what is read of the node; fails when the kernel lacks something. */
  static TurboNode open(QuotaTurboConfig config, FeatureContext context) throws IOException {
    context.capabilities().require(CPU_QUOTA);
    OnlineCpus online = context.usage().cpus();
    int cpus = online.count();
    long nowNanos = context.ticker().nanos();
    return new TurboNode(config, online, cpus, nowNanos, context.usage().openCpuClock());
  }

  /** Returns how many CPUs there were when that was read last. */
  int cpus() {
    return cpus;
  }

  /** Reads how many CPUs there are, if that is due; returns whether it has changed. */
  boolean hasOtherCpus(long atNanos) throws IOException {
    if (atNanos - cpusNanos < CPUS_INTERVAL.toNanos()) {
      return false;
    }
    cpusNanos = atNanos;
    int before = cpus;
    cpus = online.count();
    if (cpus == before) {
      return false;
    }
    utilisation.cpus(cpus);
    policy = new QuotaPolicy(config, cpus);
    Logger.info("the node has {} CPUs now, not {}", cpus, before);
    return true;
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
