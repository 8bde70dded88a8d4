package io.rubik.feature.quotaburst;

import io.rubik.cgroup.Attributes;
import io.rubik.control.Subject;
import io.rubik.feature.Feature;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.FeatureType;
import io.rubik.feature.PodState;
import io.rubik.feature.SaidOnce;
import io.rubik.feature.UnavailableException;
import io.rubik.host.CpuList;
import io.rubik.pod.CpuAnnotations;
import io.rubik.pod.Pod;
import io.rubik.pod.PodKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.tinylog.Logger;

/**
 * Lets annotated pods save up CPU time they do not use, and use it beyond their quota when they are
 * busy for a short while.
 *
 * <p>Only the burst is ever written: quota and period are kubelet's.
 */
public final class QuotaBurst implements Feature {

  /** How the agent offers this feature. */
  public static final FeatureType<?> TYPE =
      new FeatureType<>(
          "quotaBurst", section -> new NoSettings(), (none, context) -> new QuotaBurst(context));

  private static final String ONLINE_CPUS = "/sys/devices/system/cpu/online";

  private final FeatureContext context;
  private final SaidOnce said = new SaidOnce();

  /** The section has no keys. */
  private record NoSettings() {}

  QuotaBurst(FeatureContext context) {
    this.context = context;
  }

  @Override
  public void start() throws IOException {
    if (!context.cgroups().supports(Attributes.CPU_BURST_MICROS)) {
      throw new UnavailableException(
          "this kernel has no "
              + context.cgroups().describe(Attributes.CPU_BURST_MICROS)
              + " (cgroup "
              + context.cgroups().version()
              + "); boot Linux 5.14 or later, or openEuler 22.03 or later, or take quotaBurst out"
              + " of agent.enabledFeatures");
    }
    cpus();
  }

  /** CPUs come and go, so they are counted each time. */
  private int cpus() throws IOException {
    Path file = context.host().resolve(ONLINE_CPUS);
    try {
      return CpuList.count(Files.readString(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new UnavailableException(
          file + " does not say how many CPUs there are (" + e + "); mount sysfs on /sys");
    }
  }

  @Override
  public PodState reconcile(Pod pod) throws IOException {
    String annotation = pod.annotations().get(PodKeys.QUOTA_BURST_TIME);
    if (annotation == null) {
      said.forget(pod);
      return none(pod);
    }
    Optional<String> conflict = CpuAnnotations.conflict(pod);
    if (conflict.isPresent()) {
      if (said.isNew(pod, SaidOnce.POD, conflict.get())) {
        Logger.error("pod {} {}", pod, conflict.get());
      }
      return none(pod);
    }
    OptionalLong burstMicros = BurstPolicy.parse(annotation);
    if (burstMicros.isEmpty()) {
      if (said.isNew(pod, SaidOnce.POD, annotation)) {
        Logger.warn("pod {} {}: it gets no burst", pod, BurstPolicy.refusal(annotation));
      }
      return none(pod);
    }
    return new PodBurst(context, said, new BurstPolicy(cpus()), pod).apply(burstMicros.getAsLong());
  }

  /** Gives back what the pod has been given. */
  private PodState none(Pod pod) throws IOException {
    context.controls().release(Subject.of(pod));
    return PodState.SETTLED;
  }

  @Override
  public void removed(Pod pod) {
    said.forget(pod);
  }
}
