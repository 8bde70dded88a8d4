package io.rubik.feature.quotaturbo;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.CpuQuota;
import io.rubik.cgroup.ReadBuffer;
import io.rubik.control.Subject;
import io.rubik.control.Target;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.PodPart;
import io.rubik.feature.PodState;
import io.rubik.pod.Container;
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

/** A pod whose containers' quotas follow the node. */
final class TurboPod {

  private final FeatureContext context;
  private final int cpus;
  private final ProblemLog<PodPart> problems;
  private final TurboCgroup cgroup;
  private final PodBase base;
  private Pod pod;
  private Map<String, Member> members = new LinkedHashMap<>();

  TurboPod(FeatureContext context, Pod pod, int cpus, ProblemLog<PodPart> problems) {
    this.context = context;
    this.pod = pod;
    this.cpus = cpus;
    this.problems = problems;
    this.cgroup = TurboCgroup.of(context, pod, pod.cgroupPath());
    this.base = new PodBase(cgroup);
  }

  /** Finds out what there is of the pod: its containers, their limits, and its own quota. */
  PodState meet(Pod next) throws IOException {
    pod = next;
    if (!base.meet()) {
      close();
      return PodState.CGROUP_AWAITED;
    }
    boolean awaited = meetContainers();
    if (!isEmpty()) {
      base.follow(pod, members.values());
    }
    return awaited ? PodState.CGROUP_AWAITED : PodState.SETTLED;
  }

  private boolean meetContainers() throws IOException {
    Map<String, Member> before = members;
    Map<String, Member> found = new LinkedHashMap<>();
    Failures failures = new Failures();
    boolean awaited = false;
    members = found;
    for (Container container : pod.containers()) {
      Optional<Member> old = Optional.ofNullable(before.remove(container.cgroupPath()));
      awaited |= failures.attempt(() -> !meet(container, old) && container.running(), false);
    }
    before.values().forEach(Member::pause);
    failures.throwIfAny();
    return awaited;
  }

  /** Returns whether the container is there. */
  private boolean meet(Container container, Optional<Member> old) throws IOException {
    String path = container.cgroupPath();
    old.ifPresent(member -> members.put(path, member));
    TurboCgroup own = old.map(Member::cgroup).orElseGet(() -> TurboCgroup.of(context, pod, path));
    if (!own.meet()) {
      old.ifPresent(Member::pause);
      return false;
    }
    Optional<String> refusal =
        Eligibility.containerRefusal(
            container.limits(), old.map(Member::quota).orElse(own.quota()), cpus);
    if (refusal.isPresent()) {
      problems.report(
          PodPart.of(pod, container.name()),
          Problem.info(subject(container.name()), refusal.get() + ": left as it is"));
    } else {
      problems.resolve(PodPart.of(pod, container.name()));
    }
    OptionalLong limit = container.limits().cpuMillicores();
    if (limit.isEmpty()) {
      old.ifPresent(Member::pause);
      members.remove(path);
      own.replaceOriginal(CpuQuota.UNLIMITED); // as kubelet has it without a limit
      context.controls().release(Subject.of(pod), Target.of(path, Attributes.CPU_QUOTA));
      return true;
    }
    if (refusal.isPresent() && old.isEmpty()) {
      return true;
    }
    Member member = old.isPresent() ? old.get() : take(container.name(), own, limit.getAsLong());
    boolean there = member.follow(limit.getAsLong(), context.cgroups());
    if (refusal.isPresent()) {
      member.pause();
    }
    return there;
  }

  private Member take(String name, TurboCgroup own, long millicores) throws IOException {
    Member member = new Member(name, own, millicores);
    members.put(own.path(), member);
    return member;
  }

  private String subject(String container) {
    return "pod " + pod + ", container " + container;
  }

  /** Makes pod and containers have the quotas they are to have, in an order the kernel takes. */
  void settle() throws IOException {
    List<QuotaWrite> containers = new ArrayList<>();
    members.values().forEach(member -> containers.add(member.cgroup().to(member.quota())));
    Failures failures = new Failures();
    for (QuotaWrite write : QuotaPlan.reset(cgroup.to(wanted()), containers).writes()) {
      failures.attempt(() -> make(write));
    }
    failures.throwIfAny();
  }

  private CpuQuota wanted() {
    CpuQuota quota = base.quota();
    return members.isEmpty() || quota.isUnlimited()
        ? quota
        : new CpuQuota(quota.micros() + raisedMicros(cgroup.periodMicros()));
  }

  private void make(QuotaWrite write) throws IOException {
    Member member = members.get(write.path());
    if (member == null) {
      cgroup.set(write.to());
      return;
    }
    boolean inForce = false;
    try {
      inForce = member.cgroup().set(write.to());
    } finally {
      if (!inForce) {
        member.pause();
      }
    }
  }

  /** Returns whether it has no container whose quota follows the node, nor ever had one. */
  boolean isEmpty() {
    return members.isEmpty() && !base.isKnown();
  }

  /** Returns whether the pod is of the class whose cgroup has that path. */
  boolean isIn(String classPath) {
    return ClassCgroups.path(pod).filter(classPath::equals).isPresent();
  }

  /** Returns how far the quotas of the containers are above their limits', in µs of a period. */
  long raisedMicros(long periodMicros) {
    return members.values().stream().mapToLong(member -> member.raisedMicros(periodMicros)).sum();
  }

  /** Reads what the containers do, and adds those that can be given more or less. */
  void sample(long atNanos, ReadBuffer buffer, List<TurboContainer> sampled) {
    for (Member member : members.values()) {
      try {
        if (member.sample(atNanos, buffer)) {
          sampled.add(member.state());
          succeeded(member, Member.Access.READ);
        }
      } catch (IOException e) {
        failed(member, Member.Access.READ, e);
      }
    }
  }

  /** Gives each container the quota decided for it. */
  void change(ClassCgroups classes) {
    for (Member member : members.values()) {
      if (member.state().isChanging()) {
        change(member, classes.above(pod));
      }
    }
  }

  private void change(Member member, Optional<TurboCgroup> above) {
    long next = member.state().nextQuotaMicros();
    List<TurboCgroup> cgroups = new ArrayList<>(List.of(member.cgroup(), cgroup));
    above.ifPresent(cgroups::add);
    List<QuotaLevel> levels = cgroups.stream().map(TurboCgroup::level).toList();
    try {
      if (PlanRun.run(QuotaPlan.change(levels, next), cgroups)) {
        member.state().quota(next);
        succeeded(member, Member.Access.WRITE);
      } else {
        member.pause();
      }
    } catch (IOException | IllegalArgumentException e) {
      failed(member, Member.Access.WRITE, e);
    }
  }

  /** The node may become busy while it waits: it is not to wait with more than its limit. */
  private void failed(Member member, Member.Access access, Exception e) {
    member.pause();
    member.state().fallBack();
    member.failed(access);
    try (PodLogContext _ = PodLogContext.of(pod.uid())) {
      problems.report(
          inLoop(member),
          Problem.warning(subject(member.name()), "gets no other quota for now: " + Reason.of(e))
              .ignoringNumbers());
    }
  }

  /** What has not failed costs nothing here. */
  private void succeeded(Member member, Member.Access access) {
    if (member.recovers(access)) {
      problems.resolve(inLoop(member));
    }
  }

  private PodPart inLoop(Member member) {
    return PodPart.of(pod, member.name() + " in the loop");
  }

  /** Closes the containers' files. */
  void close() {
    members.values().forEach(Member::pause);
  }
}
