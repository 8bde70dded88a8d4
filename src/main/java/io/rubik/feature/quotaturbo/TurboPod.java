package io.rubik.feature.quotaturbo;

import io.rubik.cgroup.CpuQuota;
import io.rubik.cgroup.ReadBuffer;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.PodPart;
import io.rubik.feature.PodState;
import io.rubik.pod.Container;
import io.rubik.pod.Limit;
import io.rubik.pod.Pod;
import io.rubik.pod.PodLogContext;
import io.rubik.problem.Failures;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntSupplier;

/** A pod whose containers' quotas follow the node. */
final class TurboPod {

  private final FeatureContext context;
  private final IntSupplier cpus;
  private final ProblemLog<PodPart> problems;
  private final TurboCgroup cgroup;
  private final PodBase base;
  private Pod pod;
  private Map<String, TurboContainer> containers = new LinkedHashMap<>();

  /** Creates one that has read nothing; the number of CPUs may change. */
  TurboPod(FeatureContext context, Pod pod, IntSupplier cpus, ProblemLog<PodPart> problems) {
    this.context = context;
    this.pod = pod;
    this.cpus = cpus;
    this.problems = problems;
    this.cgroup = TurboCgroup.of(context, pod);
    this.base = new PodBase(cgroup);
  }

  /** Reads what there is of the pod: its containers, their limits, and its own quota. */
  PodState refresh(Pod next) throws IOException {
    pod = next;
    if (!base.refresh()) {
      close();
      return PodState.CGROUP_AWAITED;
    }
    boolean awaited = refreshContainers();
    if (!isEmpty()) {
      base.follow(pod, containers.values());
    }
    return awaited ? PodState.CGROUP_AWAITED : PodState.SETTLED;
  }

  private boolean refreshContainers() throws IOException {
    Map<String, TurboContainer> before = containers;
    Map<String, TurboContainer> found = new LinkedHashMap<>();
    Failures failures = new Failures();
    boolean awaited = false;
    containers = found;
    for (Container container : pod.containers()) {
      Optional<TurboContainer> old = Optional.ofNullable(before.remove(container.cgroupPath()));
      awaited |= failures.attempt(() -> !refresh(container, old) && container.running(), false);
    }
    before.values().forEach(TurboContainer::pause);
    failures.throwIfAny();
    return awaited;
  }

  /** Returns whether the container is there. */
  private boolean refresh(Container container, Optional<TurboContainer> old) throws IOException {
    String path = container.cgroupPath();
    old.ifPresent(turbo -> containers.put(path, turbo));
    TurboCgroup own =
        old.map(TurboContainer::cgroup)
            .orElseGet(() -> TurboCgroup.ofContainer(context, pod, path));
    if (!own.refresh()) {
      old.ifPresent(TurboContainer::letGo);
      return false;
    }
    Optional<String> refusal =
        Eligibility.containerRefusal(
            container.limits(),
            old.map(TurboContainer::quota).orElse(own.quota()),
            cpus.getAsInt());
    if (refusal.isPresent()) {
      problems.report(
          PodPart.of(pod, container.name()),
          Problem.info(subject(container.name()), refusal.get() + "; its quota is not changed"));
    } else {
      problems.resolve(PodPart.of(pod, container.name()));
    }
    Limit limit = container.limits().cpuMillicores();
    if (limit.isNone()) {
      old.ifPresent(TurboContainer::pause);
      containers.remove(path);
      own.replaceOriginal(CpuQuota.UNLIMITED); // as kubelet has it without a limit
      own.release();
      return true;
    }
    OptionalLong millicores = limit.amount();
    if (millicores.isEmpty() || (refusal.isPresent() && old.isEmpty())) {
      old.ifPresent(TurboContainer::pause);
      return true;
    }
    TurboContainer turbo =
        old.isPresent() ? old.get() : add(container.name(), own, millicores.getAsLong());
    boolean there = turbo.follow(millicores.getAsLong(), context.cgroups());
    if (pod.resize().isComing() || refusal.isPresent()) {
      turbo.letGo();
    }
    return there;
  }

  private TurboContainer add(String name, TurboCgroup own, long millicores) throws IOException {
    TurboContainer turbo = new TurboContainer(name, own, millicores);
    containers.put(own.path(), turbo);
    return turbo;
  }

  private String subject(String container) {
    return "pod " + pod + ", container " + container;
  }

  /** Sets the quotas of pod and containers, in an order the kernel accepts. */
  void settle() throws IOException {
    List<QuotaWrite> writes = new ArrayList<>();
    containers.values().forEach(turbo -> writes.add(turbo.cgroup().to(turbo.quota())));
    Failures failures = new Failures();
    for (QuotaWrite write : QuotaPlan.reset(cgroup.to(wanted()), writes).writes()) {
      failures.attempt(() -> set(write));
    }
    failures.throwIfAny();
  }

  private CpuQuota wanted() {
    CpuQuota quota = base.quota();
    return containers.isEmpty() || quota.isUnlimited()
        ? quota
        : new CpuQuota(quota.micros() + raisedMicros(cgroup.periodMicros()));
  }

  private void set(QuotaWrite write) throws IOException {
    TurboContainer turbo = containers.get(write.path());
    if (turbo == null) {
      cgroup.set(write.to());
      return;
    }
    boolean inForce = false;
    try {
      inForce = turbo.cgroup().set(write.to());
    } finally {
      if (!inForce) {
        turbo.pause();
      }
    }
  }

  /** Returns whether it has no container whose quota follows the node, nor ever had one. */
  boolean isEmpty() {
    return containers.isEmpty() && !base.isKnown();
  }

  /** Returns whether the pod is of the class whose cgroup has that path. */
  boolean isIn(String classPath) {
    return ClassCgroups.path(pod).filter(classPath::equals).isPresent();
  }

  /** Returns how far the quotas of the containers are above their limits', in µs of a period. */
  long raisedMicros(long periodMicros) {
    return containers.values().stream().mapToLong(turbo -> turbo.raisedMicros(periodMicros)).sum();
  }

  /** Reads what the containers do, and adds those that can be given more or less. */
  void sample(long atNanos, ReadBuffer buffer, List<ContainerState> sampled) {
    for (TurboContainer turbo : containers.values()) {
      try {
        if (turbo.sample(atNanos, buffer)) {
          sampled.add(turbo.state());
          succeeded(turbo, TurboContainer.Access.READ);
        }
      } catch (IOException e) {
        failed(turbo, TurboContainer.Access.READ, e);
      }
    }
  }

  /** Decides that containers whose limit allows all CPUs, as these have become fewer, let go. */
  void followCpus() {
    containers.values().stream()
        .filter(turbo -> turbo.hasAllOf(cpus.getAsInt()))
        .forEach(TurboContainer::fallBack);
  }

  /** Gives each container the quota decided for it. */
  void change(ClassCgroups classes) {
    for (TurboContainer turbo : containers.values()) {
      if (turbo.state().isChanging()) {
        change(turbo, classes.above(pod));
      }
    }
  }

  private void change(TurboContainer turbo, Optional<TurboCgroup> above) {
    long next = turbo.state().nextQuotaMicros();
    List<TurboCgroup> cgroups = new ArrayList<>(List.of(turbo.cgroup(), cgroup));
    above.ifPresent(cgroups::add);
    List<QuotaLevel> levels = cgroups.stream().map(TurboCgroup::level).toList();
    try {
      if (PlanRun.run(QuotaPlan.change(levels, next), cgroups)) {
        turbo.state().quota(next);
        succeeded(turbo, TurboContainer.Access.WRITE);
      } else {
        turbo.pause();
      }
    } catch (IOException | IllegalArgumentException e) {
      failed(turbo, TurboContainer.Access.WRITE, e);
    }
  }

  /** The node may become busy while it waits: it must not keep more than its limit then. */
  private void failed(TurboContainer turbo, TurboContainer.Access access, Exception e) {
    turbo.fallBack();
    turbo.failed(access);
    try (PodLogContext _ = PodLogContext.of(pod.uid())) {
      problems.report(
          inLoop(turbo),
          Problem.warning(
                  subject(turbo.name()),
                  "its quota is not adjusted until its files can be read and written: "
                      + Reason.of(e))
              .ignoringNumbers());
    }
  }

  /** Costs nothing for what has not failed. */
  private void succeeded(TurboContainer turbo, TurboContainer.Access access) {
    if (turbo.recovers(access)) {
      problems.resolve(inLoop(turbo));
    }
  }

  private PodPart inLoop(TurboContainer turbo) {
    return PodPart.of(pod, turbo.name() + " in the loop");
  }

  /** Closes the containers' files. */
  void close() {
    containers.values().forEach(TurboContainer::pause);
  }
}
