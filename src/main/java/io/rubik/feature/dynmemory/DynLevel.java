package io.rubik.feature.dynmemory;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.CgroupVersion;
import io.rubik.cgroup.MemoryLimit;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.PodPart;
import io.rubik.feature.PodState;
import io.rubik.pod.Container;
import io.rubik.pod.Limit;
import io.rubik.pod.Pod;
import io.rubik.pod.PodLogContext;
import io.rubik.problem.Failures;
import io.rubik.problem.ProblemLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.tinylog.Logger;

/** A measure for each level of free memory, on every offline container. */
final class DynLevel implements Measures {

  private final DynLevelPolicy policy = new DynLevelPolicy();
  private final ProblemLog<PodPart> problems;
  private final Shrinking shrinking;
  private final DropCaches caches;
  private final Sweep sweep;
  private final LoweredLimit soft;
  private final LoweredLimit hard;
  private MemoryStep last = MemoryStep.NONE;

  /** A container of an offline pod. */
  private record OfflineContainer(Pod pod, Container container) {

    String path() {
      return container.cgroupPath();
    }
  }

  DynLevel(DynMemoryConfig config, FeatureContext context) {
    this.problems = new ProblemLog<>(context.ticker());
    boolean isV1 = context.cgroups().version() == CgroupVersion.V1;
    this.soft =
        new LoweredLimit(context, isV1 ? Attributes.MEMORY_SOFT_LIMIT : Attributes.MEMORY_HIGH);
    this.hard = new LoweredLimit(context, Attributes.MEMORY_LIMIT);
    this.shrinking = new Shrinking(context, soft, hard);
    this.caches = new DropCaches(config.measure(), context);
    this.sweep = new Sweep(context.ticker());
  }

  @Override
  public void start() throws IOException {
    shrinking.start();
    caches.start();
  }

  /** Limits follow what a container uses, and are set at the next check. */
  @Override
  public PodState reconcile(Pod pod, FreeMemory node) {
    soft.forgetEnded(pod);
    hard.forgetEnded(pod);
    problems.forgetIf(part -> part.isOf(pod) && !LoweredLimit.isRunning(pod, part.part()));
    return PodState.SETTLED;
  }

  @Override
  public void check(FreeMemory node, Collection<Pod> offline) {
    MemoryStep step = policy.check(node);
    log(step, node);
    if (step == MemoryStep.DROP_CACHES_AND_SET_HARD_LIMIT) {
      caches.drop(node);
    } else {
      caches.spare();
    }
    List<OfflineContainer> containers = containers(offline);
    switch (step) {
      case NONE ->
          containers.stream()
              .filter(this::isRestorePending)
              .forEach(container -> relieve(container, step));
      case RAISE_HARD_LIMIT, LIFT_LIMITS ->
          containers.forEach(container -> relieve(container, step));
      case SET_SOFT_LIMIT, FORCE_EMPTY, SET_HARD_LIMIT, DROP_CACHES_AND_SET_HARD_LIMIT ->
          sweep.over(containers, container -> shrink(container, step, node));
    }
  }

  private void log(MemoryStep step, FreeMemory node) {
    if (step != last) {
      Logger.info(
          "{} % of the node's memory is free: {} for offline pods", node.percent(), step.text());
    }
    last = step;
  }

  private static List<OfflineContainer> containers(Collection<Pod> offline) {
    List<OfflineContainer> containers = new ArrayList<>();
    for (Pod pod : offline) {
      for (Container container : pod.containers()) {
        containers.add(new OfflineContainer(pod, container));
      }
    }
    return containers;
  }

  private void shrink(OfflineContainer container, MemoryStep step, FreeMemory node) {
    attempt(
        container,
        () -> {
          switch (step) {
            case SET_SOFT_LIMIT -> shrinking.softly(container.pod(), container.path(), node);
            case FORCE_EMPTY -> shrinking.empty(container.pod(), container.path());
            default -> shrinking.hard(container.pod(), container.path(), node);
          }
        });
  }

  private void attempt(OfflineContainer container, Failures.Attempt attempt) {
    try (PodLogContext _ = PodLogContext.of(container.pod().uid())) {
      problems.attempt(
          PodPart.of(container.pod(), container.path()),
          "pod " + container.pod() + ", container " + container.container().name(),
          attempt);
    }
  }

  private boolean isRestorePending(OfflineContainer container) {
    return hard.isRestorePending(container.path()) || soft.isRestorePending(container.path());
  }

  private void relieve(OfflineContainer container, MemoryStep step) {
    attempt(
        container,
        () -> {
          if (step == MemoryStep.RAISE_HARD_LIMIT) {
            shrinking.raise(container.pod(), container.path());
          } else {
            Failures failures = new Failures();
            failures.attempt(() -> hard.restore(container.pod(), container.path()));
            failures.attempt(() -> soft.restore(container.pod(), container.path()));
            failures.throwIfAny();
          }
        });
  }

  @Override
  public void updated(Pod old, Pod pod) throws IOException {
    for (Container container : pod.containers()) {
      Limit limit = container.limits().memoryBytes();
      boolean isResized =
          old.containers().stream()
              .filter(before -> before.id().equals(container.id()))
              .map(before -> before.limits().memoryBytes())
              .anyMatch(before -> before.isKnown() && !before.equals(limit));
      if (isResized && limit.isKnown()) {
        MemoryLimit now =
            limit.isNone() ? MemoryLimit.UNLIMITED : Pages.limit(limit.amount().getAsLong());
        hard.resized(pod, container.cgroupPath(), now);
      }
    }
  }

  @Override
  public void forget(Pod pod) {
    soft.forget(pod);
    hard.forget(pod);
    problems.forgetIf(part -> part.isOf(pod));
  }
}
