package io.rubik.feature.quotaburst;

import io.rubik.capability.Need;
import io.rubik.capability.Probe;
import io.rubik.capability.Provider;
import io.rubik.cgroup.Attributes;
import io.rubik.control.Subject;
import io.rubik.feature.CpuAnnotations;
import io.rubik.feature.Feature;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.FeatureType;
import io.rubik.feature.PodPart;
import io.rubik.feature.PodState;
import io.rubik.pod.Pod;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Lets annotated pods save up CPU time they do not use, and use it beyond their quota when they are
 * busy for a short while.
 *
 * <p>Only the burst is ever written: quota and period are kubelet's.
 */
public final class QuotaBurst implements Feature {

  /** How the agent offers this feature. */
  public static final FeatureType<?> TYPE =
      FeatureType.of(
              "quotaBurst", section -> new NoSettings(), (none, context) -> new QuotaBurst(context))
          .reading(CpuAnnotations.QUOTA_BURST_TIME);

  private static final Need BURST =
      new Need(
          "CPU time saved up for bursts",
          List.of(Provider.reversible("burst", new Probe.ControlFile(Attributes.CPU_BURST_MICROS))),
          "boot Linux 5.14 or later, or openEuler 22.03 or later, or take quotaBurst out of"
              + " agent.enabledFeatures");

  private final FeatureContext context;
  private final ProblemLog<PodPart> problems;

  /** The section has no keys. */
  private record NoSettings() {}

  QuotaBurst(FeatureContext context) {
    this.context = context;
    this.problems = new ProblemLog<>(context.ticker());
  }

  @Override
  public void start() throws IOException {
    context.capabilities().require(BURST);
    context.usage().cpus().count();
  }

  @Override
  public PodState reconcile(Pod pod) throws IOException {
    Optional<String> annotation = CpuAnnotations.burst(pod);
    if (annotation.isEmpty()) {
      problems.forgetIf(part -> part.isOf(pod));
      return none(pod);
    }
    Optional<String> conflict = CpuAnnotations.conflict(pod);
    if (conflict.isPresent()) {
      problems.report(PodPart.whole(pod), Problem.error("pod " + pod, conflict.get()));
      return none(pod);
    }
    OptionalLong burstMicros = BurstPolicy.parse(annotation.get());
    if (burstMicros.isEmpty()) {
      String reason = BurstPolicy.refusal(annotation.get()) + ": it gets no burst";
      problems.report(PodPart.whole(pod), Problem.warning("pod " + pod, reason));
      return none(pod);
    }
    problems.resolve(PodPart.whole(pod));
    return new PodBurst(context, problems, new BurstPolicy(context.usage().cpus().count()), pod)
        .apply(burstMicros.getAsLong());
  }

  /** Restores what the pod had. */
  private PodState none(Pod pod) throws IOException {
    context.controls().release(Subject.of(pod));
    return PodState.SETTLED;
  }

  @Override
  public void removed(Pod pod) {
    problems.forgetIf(part -> part.isOf(pod));
  }
}
