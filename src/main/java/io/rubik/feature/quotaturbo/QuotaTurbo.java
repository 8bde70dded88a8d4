package io.rubik.feature.quotaturbo;

import io.rubik.cgroup.ReadBuffer;
import io.rubik.control.Subject;
import io.rubik.feature.Feature;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.FeatureType;
import io.rubik.feature.PeriodicTask;
import io.rubik.feature.PodState;
import io.rubik.feature.SaidOnce;
import io.rubik.pod.CpuAnnotations;
import io.rubik.pod.Pod;
import io.rubik.problem.Failures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

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
      new FeatureType<>("quotaTurbo", QuotaTurboConfig::from, QuotaTurbo::new);

  private final QuotaTurboConfig config;
  private final FeatureContext context;
  private final SaidOnce said = new SaidOnce();
  private final Map<String, TurboPod> pods = new LinkedHashMap<>();
  private final ClassCgroups classes;
  private final ReadBuffer buffer = new ReadBuffer();
  private final List<TurboContainer> sampled = new ArrayList<>();
  private @Nullable TurboNode node;

  QuotaTurbo(QuotaTurboConfig config, FeatureContext context) {
    this.config = config;
    this.context = context;
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
    if (!isHandled(pod)) {
      letGo(pod);
      return PodState.SETTLED;
    }
    said.forget(pod, SaidOnce.POD);
    TurboPod turbo =
        pods.computeIfAbsent(pod.uid(), uid -> new TurboPod(context, pod, started().cpus(), said));
    PodState state = turbo.meet(pod);
    if (turbo.isEmpty()) {
      return state;
    }
    classes.raise(pod);
    turbo.settle();
    classes.lower(pod);
    return state;
  }

  private boolean isHandled(Pod pod) {
    Eligibility.unclear(pod)
        .filter(text -> said.isNew(pod, SaidOnce.POD, text))
        .ifPresent(text -> Logger.warn("pod {} {}", pod, text));
    Optional<String> conflict = CpuAnnotations.conflict(pod);
    conflict
        .filter(text -> said.isNew(pod, SaidOnce.POD, text))
        .ifPresent(text -> Logger.error("pod {} {}", pod, text));
    return CpuAnnotations.wantsTurbo(pod) && conflict.isEmpty();
  }

  @Override
  public void removed(Pod pod) throws IOException {
    said.forget(pod);
    letGo(pod);
  }

  /** The pod's quotas come first: on cgroup v1 none may be above its class's. */
  private void letGo(Pod pod) throws IOException {
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
