package io.rubik.feature.preemption;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.cgroup.kubepods.QosClass;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.PodPart;
import io.rubik.feature.PodState;
import io.rubik.pod.Pod;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * CPU priority by {@code cpu.idle} and the weights of pods and QoS classes. All of it is restored:
 * an offline pod that turns online gets its weight back.
 */
final class CpuPriorities implements Priorities {

  private final FeatureContext context;
  private final OfflineCpu offline;
  private final BurstableOffline burstable;
  private final ClassPriorities classes;
  private final PodPriorities pods;
  private final ProblemLog<PodPart> problems;

  /** The pods below each cgroup of all pods: partitions have one of their own. */
  private final Map<KubepodsLayout, CpuGroup> groups = new HashMap<>();

  /** Those, by UID, that another pod's change has brought another priority, not set yet. */
  private final Set<String> due = new HashSet<>();

  CpuPriorities(FeatureContext context, OfflineCpu offline, BurstableOffline burstable) {
    this.context = context;
    this.offline = offline;
    this.burstable = burstable;
    this.classes = new ClassPriorities(context.controls(), context.ticker());
    this.pods = new PodPriorities(context);
    this.problems = new ProblemLog<>(context.ticker());
  }

  @Override
  public PodState reconcile(Pod pod) throws IOException {
    CpuGroup group = groups.get(layout(pod));
    if (group == null) {
      group = begin(layout(pod));
    }
    CpuPlan before = group.plan();
    if (group.put(pod, isMarked(pod))) {
      update(group, before, pod.uid());
    }
    report(pod, group.plan());
    due.remove(pod.uid());
    return apply(pod, group) ? PodState.SETTLED : PodState.CGROUP_AWAITED;
  }

  private static KubepodsLayout layout(Pod pod) {
    return KubepodsLayout.above(pod.cgroupPath());
  }

  /** All pods there are count from the beginning, though they are handled one after another. */
  private CpuGroup begin(KubepodsLayout layout) {
    CpuGroup group =
        new CpuGroup(
            layout,
            CpuUnit.of(context.cgroups().version()),
            offline,
            offline == OfflineCpu.IDLE ? burstable.how() : offline);
    context.pods().all().stream()
        .filter(pod -> layout(pod).equals(layout))
        .forEach(pod -> group.put(pod, isMarked(pod)));
    groups.put(layout, group);
    classes.apply(group);
    return group;
  }

  @Override
  public void removed(Pod pod) {
    pods.forget(pod);
    problems.forgetIf(part -> part.isOf(pod));
    due.remove(pod.uid());
    CpuGroup group = groups.get(layout(pod));
    if (group == null) {
      return;
    }
    CpuPlan before = group.plan();
    if (group.remove(pod.uid())) {
      update(group, before, pod.uid());
    }
    groups.values().removeIf(CpuGroup::isEmpty);
  }

  /** Looks at what no pod's change brings about: kubelet sets weights of classes every minute. */
  void check() {
    Map<KubepodsLayout, Set<String>> known =
        context.pods().all().stream()
            .collect(
                Collectors.groupingBy(
                    CpuPriorities::layout, Collectors.mapping(Pod::uid, Collectors.toSet())));
    for (Map.Entry<KubepodsLayout, CpuGroup> each : groups.entrySet()) {
      CpuGroup group = each.getValue();
      CpuPlan before = group.plan();
      if (group.retain(known.getOrDefault(each.getKey(), Set.of()))) {
        update(group, before, "");
      } else {
        classes.apply(group);
      }
    }
    applyDue(List.copyOf(due));
  }

  private boolean isMarked(Pod pod) {
    return pod.offline() && !isRefused(pod);
  }

  private boolean isRefused(Pod pod) {
    return pod.offline()
        && pod.qosClass() == QosClass.BURSTABLE
        && burstable == BurstableOffline.REFUSE;
  }

  /** Puts a plan in force: first the classes, then the other pods for which it has changed. */
  private void update(CpuGroup group, CpuPlan before, String changedUid) {
    classes.apply(group);
    CpuPlan plan = group.plan();
    applyDue(
        Stream.concat(plan.pods().keySet().stream(), before.pods().keySet().stream())
            .distinct()
            .filter(uid -> !uid.equals(changedUid))
            .filter(uid -> !plan.priority(uid).equals(before.priority(uid)))
            .toList());
  }

  private void applyDue(List<String> uids) {
    uids.stream().flatMap(uid -> context.pods().byUid(uid).stream()).forEach(this::applyDue);
  }

  private void applyDue(Pod pod) {
    CpuGroup group = groups.get(layout(pod));
    PodPart part = PodPart.of(pod, "priority");
    due.add(pod.uid());
    try {
      if (group == null || apply(pod, group)) {
        due.remove(pod.uid());
      }
      problems.resolve(part);
    } catch (IOException | RuntimeException e) {
      problems.report(
          part, Problem.warning("pod " + pod, "has not its CPU priority: " + Reason.of(e)));
    }
  }

  private boolean apply(Pod pod, CpuGroup group) throws IOException {
    PodPriorities.Result result = pods.apply(pod, group);
    PodPart part = PodPart.of(pod, "idle");
    if (result == PodPriorities.Result.FOREIGN && !pod.offline()) {
      problems.report(
          part,
          Problem.error(
              "pod " + pod,
              "is online but has cpu.idle 1 in "
                  + context.cgroups().path(pod.cgroupPath())
                  + ", which this rubik has not set: it gets only the CPUs others leave; write 0"
                  + " there, and cpu.weight or cpu.shares after it"));
    } else {
      problems.resolve(part);
    }
    return result != PodPriorities.Result.AWAITED;
  }

  private void report(Pod pod, CpuPlan plan) {
    PodPart part = PodPart.whole(pod);
    if (isRefused(pod)) {
      problems.report(
          part,
          Problem.error(
              "pod " + pod,
              "is offline and Burstable, which preemption.burstableOffline refuses: it competes as"
                  + " an online pod; make it BestEffort or Guaranteed"));
    } else if (plan.exposing().contains(pod.uid())) {
      problems.report(
          part,
          Problem.warning(
              "offline pod " + pod,
              "is Burstable: on this kernel it yields at once only to other Burstable pods; make it"
                  + " BestEffort (or Guaranteed) for full preemption"));
    } else {
      problems.forget(part);
    }
  }
}
