package io.rubik.feature.dynmemory;

import io.rubik.capability.Capability;
import io.rubik.capability.Need;
import io.rubik.capability.Probe;
import io.rubik.capability.Provider;
import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.Controller;
import io.rubik.cgroup.MemoryLimit;
import io.rubik.control.Subject;
import io.rubik.control.Target;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.PodPart;
import io.rubik.feature.PodState;
import io.rubik.pod.Pod;
import io.rubik.pod.PodLogContext;
import io.rubik.problem.ProblemLog;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tinylog.Logger;

/** memory.high of offline pods, which follows the free memory of the node. */
final class Fssr implements Measures {

  private static final Need HIGH =
      new Need(
          "memory.high of offline pods",
          List.of(
              Provider.reversible("memory.high", new Probe.ControlFile(Attributes.MEMORY_HIGH))),
          "boot an openEuler kernel, or one with cgroup v2 (systemd.unified_cgroup_hierarchy=1), or"
              + " set dynMemory.policy to dynLevel");

  private static final Need BACKGROUND_RECLAIM =
      new Need(
          "reclaim in the background",
          List.of(
              Provider.reversible(
                  "high_async_ratio", new Probe.ControlFile(Attributes.MEMORY_HIGH_ASYNC_RATIO))),
          "boot an openEuler kernel");

  private static final long MIB = 1 << 20;

  private final FeatureContext context;
  private final FssrPolicy policy = new FssrPolicy();
  private final LoweredLimit high;
  private final ProblemLog<PodPart> problems;
  private boolean hasAsyncRatio;
  private final Sweep sweep;
  private Optional<MemoryLimit> lastHigh = Optional.empty();

  /** The UIDs of the pods that do not have the limit of the last check yet. */
  private final Set<String> outdated = new HashSet<>();

  Fssr(FeatureContext context) {
    this.context = context;
    this.problems = new ProblemLog<>(context.ticker());
    this.sweep = new Sweep(context.ticker());
    this.high = new LoweredLimit(context, Attributes.MEMORY_HIGH);
  }

  @Override
  public void start() throws IOException {
    context.capabilities().require(HIGH);
    Capability background = context.capabilities().find(BACKGROUND_RECLAIM);
    hasAsyncRatio = background.isAvailable();
    if (!hasAsyncRatio) {
      Logger.info(
          "{}: memory is reclaimed only when memory.high is reached, not earlier in the background",
          background.reason());
    }
  }

  @Override
  public PodState reconcile(Pod pod, FreeMemory node) throws IOException {
    String path = pod.cgroupPath();
    if (!context.cgroups().cgroup(path).exists(Controller.MEMORY)) {
      return PodState.CGROUP_AWAITED;
    }
    if (hasAsyncRatio) {
      context
          .controls()
          .claim(Subject.of(pod), Target.of(path, Attributes.MEMORY_HIGH_ASYNC_RATIO))
          .set(FssrPolicy.ASYNC_RATIO_PERCENT);
    }
    if (!outdated.contains(pod.uid())) { // else the next check sets it, within its time
      high.set(pod, path, policy.high(node));
    }
    return PodState.SETTLED;
  }

  @Override
  public void check(FreeMemory node, Collection<Pod> offline) {
    policy.check(node);
    Optional<MemoryLimit> now = Optional.of(policy.high(node));
    if (!lastHigh.equals(now)) {
      lastHigh = now;
      Logger.info(
          "{} of {} MiB are free: memory.high of offline pods is {} MiB",
          node.freeBytes() / MIB,
          node.totalBytes() / MIB,
          now.get().bytes() / MIB);
      offline.forEach(pod -> outdated.add(pod.uid()));
    }
    List<Pod> left = offline.stream().filter(pod -> outdated.contains(pod.uid())).toList();
    sweep.over(left, pod -> catchUp(pod, node));
  }

  private void catchUp(Pod pod, FreeMemory node) {
    try (PodLogContext _ = PodLogContext.of(pod.uid())) {
      problems.attempt(
          PodPart.whole(pod),
          "pod " + pod,
          () -> {
            high.set(pod, pod.cgroupPath(), policy.high(node));
            outdated.remove(pod.uid());
          });
    }
  }

  @Override
  public void forget(Pod pod) {
    outdated.remove(pod.uid());
    high.forget(pod);
    problems.forget(PodPart.whole(pod));
  }
}
