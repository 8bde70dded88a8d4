package io.rubik.feature.quotaturbo;

import io.rubik.cgroup.ReadBuffer;
import io.rubik.control.Subject;
import io.rubik.feature.CpuAnnotations;
import io.rubik.feature.Feature;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.FeatureType;
import io.rubik.feature.PeriodicTask;
import io.rubik.feature.PodPart;
import io.rubik.feature.PodState;
import io.rubik.pod.Pod;
import io.rubik.problem.Failures;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Raises the CPU quotas of pods that ask for it while the node has CPUs to spare, and lowers them
 * again when it has not.
 *
 * <p>Reconciling makes the quotas what they should be now: those of the limits, and what the loop
 * has added to them. The loop samples node and containers, decides, and writes what changes.
 */
public final class QuotaTurbo implements Feature {

  /** How the agent offers this feature. */
  public static final FeatureType<?> TYPE =
      FeatureType.of("quotaTurbo", QuotaTurboConfig::from, QuotaTurbo::new)
          .reading(CpuAnnotations.QUOTA_TURBO);

  private final QuotaTurboConfig config;
  private final FeatureContext context;
  private final ProblemLog<PodPart> problems;
  private final Map<String, TurboPod> pods = new LinkedHashMap<>();
  private final ClassCgroups classes;
  private final ReadBuffer buffer = new ReadBuffer();
  private final List<ContainerState> sampled = new ArrayList<>();
  private @Nullable TurboNode node;

  QuotaTurbo(QuotaTurboConfig config, FeatureContext context) {
    this.config = config;
    this.context = context;
    this.problems = new ProblemLog<>(context.ticker());
    this.classes = new ClassCgroups(context, this::raisedMicros);
  }

  @Override
  public void start() throws IOException {
    node = TurboNode.open(config, context);
  }

  @Override
  public List<PeriodicTask> tasks() {
    return List.of(new PeriodicTask("quotas", config.syncInterval(), this::tick));
  }

  @Override
  public PodState reconcile(Pod pod) throws IOException {
    Optional<Problem> refusal = refusal(pod);
    if (refusal.isPresent() || !CpuAnnotations.wantsTurbo(pod)) {
      stopFollowing(pod, refusal);
      return PodState.SETTLED;
    }
    problems.resolve(PodPart.whole(pod));
    TurboPod turbo =
        pods.computeIfAbsent(
            pod.uid(), uid -> new TurboPod(context, pod, started()::cpus, problems));
    PodState state = turbo.refresh(pod);
    if (turbo.isEmpty()) {
      return state;
    }
    classes.raise(pod);
    turbo.settle();
    classes.lower(pod);
    return state;
  }

  private static Optional<Problem> refusal(Pod pod) {
    return CpuAnnotations.conflict(pod)
        .map(reason -> Problem.error("pod " + pod, reason))
        .or(() -> Eligibility.unclear(pod).map(reason -> Problem.warning("pod " + pod, reason)));
  }

  /** A pod that does not ask for it has no problem. */
  private void stopFollowing(Pod pod, Optional<Problem> refusal) throws IOException {
    if (refusal.isPresent()) {
      problems.report(PodPart.whole(pod), refusal.get());
    } else {
      problems.forgetIf(part -> part.isOf(pod));
    }
    release(pod);
  }

  @Override
  public void removed(Pod pod) throws IOException {
    problems.forgetIf(part -> part.isOf(pod));
    release(pod);
  }

  /** The pod's quotas come first: on cgroup v1 none may be above its class's. */
  private void release(Pod pod) throws IOException {
    TurboPod turbo = pods.remove(pod.uid());
    if (turbo == null) {
      return;
    }
    turbo.close();
    Failures failures = new Failures();
    failures.attempt(() -> context.controls().release(Subject.of(pod)));
    failures.attempt(() -> classes.lower(pod));
    failures.throwIfAny();
  }

  /** Samples the node and every container, decides, and writes what changes. */
  private void tick() throws IOException {
    long nowNanos = context.ticker().nanos();
    if (started().hasOtherCpus(nowNanos)) {
      pods.values().forEach(TurboPod::followCpus);
    }
    started().sample(nowNanos, buffer);
    sampled.clear();
    for (TurboPod pod : pods.values()) {
      pod.sample(nowNanos, buffer, sampled);
    }
    started().decide(sampled);
    for (TurboPod pod : pods.values()) {
      pod.change(classes);
    }
  }

  private long raisedMicros(String classPath, long periodMicros) {
    long micros = 0;
    for (TurboPod pod : pods.values()) {
      if (pod.isIn(classPath)) {
        micros += pod.raisedMicros(periodMicros);
      }
    }
    return micros;
  }

  private TurboNode started() {
    return Objects.requireNonNull(node, "quotaTurbo has not been started");
  }

  @Override
  public void stop() throws IOException {
    pods.values().forEach(TurboPod::close);
    pods.clear();
    started().close();
  }
}
