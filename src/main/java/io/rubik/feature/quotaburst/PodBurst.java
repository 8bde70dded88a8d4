package io.rubik.feature.quotaburst;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.Cgroup;
import io.rubik.cgroup.Controller;
import io.rubik.cgroup.CpuQuota;
import io.rubik.control.Subject;
import io.rubik.control.Target;
import io.rubik.control.WriteResult;
import io.rubik.feature.ContainerCgroups;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.PodPart;
import io.rubik.feature.PodState;
import io.rubik.feature.quotaburst.BurstDecision.Refuse;
import io.rubik.pod.Container;
import io.rubik.pod.Pod;
import io.rubik.problem.Failures;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.tinylog.Logger;

/** One pass over a pod: the burst of each container, then of the pod what these are together. */
final class PodBurst {

  private final FeatureContext context;
  private final ProblemLog<PodPart> problems;
  private final BurstPolicy policy;
  private final Pod pod;
  private final Failures failures = new Failures();
  private final List<Long> granted = new ArrayList<>();
  private final List<String> written = new ArrayList<>();

  PodBurst(FeatureContext context, ProblemLog<PodPart> problems, BurstPolicy policy, Pod pod) {
    this.context = context;
    this.problems = problems;
    this.policy = policy;
    this.pod = pod;
  }

  /** Sets the bursts; fails, at the end, when a write failed. */
  PodState apply(long burstMicros) throws IOException {
    if (!exists(pod.cgroupPath())) {
      return PodState.CGROUP_AWAITED; // nor are there any below it
    }
    boolean awaited = false;
    for (Container container : pod.containers()) {
      List<String> paths = ContainerCgroups.paths(context.cgroups(), container, Controller.CPU);
      if (!paths.isEmpty()) {
        failures.attempt(() -> container(container, paths, burstMicros));
      }
      awaited |= paths.isEmpty() && container.running();
    }
    failures.attempt(this::pod);
    if (!written.isEmpty()) {
      Logger.info("pod {}: in {} wrote {}", pod, pod.cgroupPath(), String.join(", ", written));
    }
    failures.throwIfAny();
    return awaited ? PodState.CGROUP_AWAITED : PodState.SETTLED;
  }

  private boolean exists(String path) {
    return context.cgroups().cgroup(path).exists(Controller.CPU);
  }

  private void container(Container container, List<String> paths, long burstMicros)
      throws IOException {
    OptionalLong limit = container.wanted().cpuMillicores().amount();
    List<String> limited = limited(paths);
    release(paths.stream().filter(path -> !limited.contains(path)).toList());
    if (grant("container " + container.name(), limited, burstMicros, limit)) {
      granted.add(burstMicros);
    }
  }

  /** Returns those of a container's cgroups that have a quota; if none has, its own. */
  private List<String> limited(List<String> paths) throws IOException {
    List<String> limited = new ArrayList<>();
    for (String path : paths) {
      Optional<CpuQuota> quota = context.cgroups().cgroup(path).read(Attributes.CPU_QUOTA);
      if (quota.isPresent() && !quota.get().isUnlimited()) {
        limited.add(path);
      }
    }
    return limited.isEmpty() ? List.of(paths.getFirst()) : limited;
  }

  /** Without a container that has a burst the pod needs none. */
  private void pod() throws IOException {
    if (granted.isEmpty()) {
      release(List.of(pod.cgroupPath()));
    } else {
      long sumMicros = granted.stream().mapToLong(Long::longValue).sum();
      OptionalLong limit = pod.wanted().cpuMillicores().amount();
      grant("the pod as a whole", List.of(pod.cgroupPath()), sumMicros, limit);
    }
  }

  /** Grants cgroups a burst, all of them or none; returns whether they have it. */
  private boolean grant(String who, List<String> paths, long burstMicros, OptionalLong limit)
      throws IOException {
    for (String path : paths) {
      Cgroup cgroup = context.cgroups().cgroup(path);
      BurstDecision decision = policy.decide(burstMicros, bandwidth(cgroup, limit));
      if (!cgroup.exists(Controller.CPU)) {
        return false; // it has ended meanwhile
      }
      if (decision instanceof Refuse(String reason)) {
        problems.report(
            PodPart.of(pod, who),
            Problem.warning("pod " + pod + ", " + who, reason + ": it gets no burst"));
        release(paths);
        return false;
      }
    }
    problems.resolve(PodPart.of(pod, who));
    boolean inForce = true;
    for (String path : paths) {
      inForce &= set(path, burstMicros);
    }
    return inForce;
  }

  private Optional<CpuBandwidth> bandwidth(Cgroup cgroup, OptionalLong limit) throws IOException {
    Optional<CpuQuota> quota = cgroup.read(Attributes.CPU_QUOTA); // missing with its controller
    Optional<Long> period = cgroup.read(Attributes.CPU_PERIOD_MICROS);
    if (quota.isEmpty() || period.isEmpty() || !cgroup.has(Attributes.CPU_BURST_MICROS)) {
      return Optional.empty();
    }
    CpuQuota coming =
        limit.isPresent() ? CpuQuota.ofLimit(limit.getAsLong(), period.get()) : CpuQuota.UNLIMITED;
    return Optional.of(new CpuBandwidth(quota.get(), period.get(), coming));
  }

  private boolean set(String path, long micros) throws IOException {
    WriteResult result =
        context
            .controls()
            .claim(Subject.of(pod), Target.of(path, Attributes.CPU_BURST_MICROS))
            .set(micros);
    if (result.hasWritten()) {
      String file = context.cgroups().cgroup(path).name(Attributes.CPU_BURST_MICROS);
      written.add(file.substring(pod.cgroupPath().length() + 1) + "=" + micros);
    }
    return result.inForce();
  }

  private void release(List<String> paths) throws IOException {
    for (String path : paths) {
      context.controls().release(Subject.of(pod), Target.of(path, Attributes.CPU_BURST_MICROS));
    }
  }
}
