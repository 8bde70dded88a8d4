package io.rubik.feature.preemption;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.Controller;
import io.rubik.cgroup.CpuPriority;
import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.cgroup.kubepods.QosClass;
import io.rubik.control.Claim;
import io.rubik.control.Subject;
import io.rubik.control.Target;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.PodPart;
import io.rubik.feature.PodState;
import io.rubik.pod.Pod;
import io.rubik.problem.Failures;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tinylog.Logger;

/**
 * CPU priority by {@code cpu.idle} and the weights of pods and QoS classes. All of it is restored:
 * an offline pod that turns online gets its weight back.
 */
final class CpuPriorities implements Priorities {

  private final FeatureContext context;
  private final CpuUnit unit;
  private final OfflineCpu offline;
  private final BurstableOffline burstable;
  private final ResizePauses pauses;
  private final ProblemLog<PodPart> problems;

  /** The pods below each cgroup of all pods: partitions have one of their own. */
  private final Map<KubepodsLayout, CpuGroup> groups = new HashMap<>();

  CpuPriorities(FeatureContext context, OfflineCpu offline, BurstableOffline burstable) {
    this.context = context;
    this.unit = CpuUnit.of(context.cgroups().version());
    this.offline = offline;
    this.burstable = burstable;
    this.pauses = new ResizePauses(context.ticker());
    this.problems = new ProblemLog<>(context.ticker());
  }

  @Override
  public PodState reconcile(Pod pod) throws IOException {
    CpuGroup group = groups.computeIfAbsent(KubepodsLayout.above(pod.cgroupPath()), this::group);
    Failures failures = new Failures();
    CpuPlan before = group.plan();
    if (group.put(pod, isMarked(pod))) {
      update(group, before, pod, failures);
    }
    report(pod, group.plan());
    boolean isSettled = failures.attempt(() -> apply(pod, group), true);
    failures.throwIfAny();
    return isSettled ? PodState.SETTLED : PodState.CGROUP_AWAITED;
  }

  @Override
  public void removed(Pod pod) throws IOException {
    pauses.forget(pod);
    problems.forget(PodPart.whole(pod));
    KubepodsLayout layout = KubepodsLayout.above(pod.cgroupPath());
    CpuGroup group = groups.get(layout);
    if (group == null) {
      return;
    }
    Failures failures = new Failures();
    CpuPlan before = group.plan();
    if (group.remove(pod)) {
      update(group, before, pod, failures);
    }
    if (group.isEmpty()) {
      groups.remove(layout);
    }
    failures.throwIfAny();
  }

  /** Looks at the weights of the classes, which kubelet sets every minute. */
  void check() throws IOException {
    Failures failures = new Failures();
    groups.values().forEach(group -> applyClasses(group, failures));
    failures.throwIfAny();
  }

  private CpuGroup group(KubepodsLayout layout) {
    return new CpuGroup(
        layout, unit, offline, offline == OfflineCpu.IDLE ? burstable.how() : offline);
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
  private void update(CpuGroup group, CpuPlan before, Pod changed, Failures failures) {
    applyClasses(group, failures);
    CpuPlan plan = group.plan();
    Stream.concat(plan.pods().keySet().stream(), before.pods().keySet().stream())
        .distinct()
        .filter(uid -> !uid.equals(changed.uid()))
        .filter(uid -> !plan.priority(uid).equals(before.priority(uid)))
        .flatMap(uid -> context.pods().byUid(uid).stream())
        .forEach(pod -> failures.attempt(() -> apply(pod, group), true));
  }

  private void applyClasses(CpuGroup group, Failures failures) {
    failures.attempt(() -> apply(group, QosClass.BURSTABLE));
    failures.attempt(() -> apply(group, QosClass.BEST_EFFORT));
  }

  private void apply(CpuGroup group, QosClass qosClass) throws IOException {
    String path = group.classPath(qosClass);
    Subject subject = new Subject.OfClass(path);
    Target<CpuPriority> target = Target.of(path, Attributes.CPU_PRIORITY);
    CpuPriority wanted = group.plan().classes().get(qosClass);
    CpuPriority kubelets = group.kubelets(qosClass);
    Optional<Claim<CpuPriority>> held = context.controls().find(subject, target);
    if (wanted == null) {
      if (held.isPresent()) {
        held.get().replaceOriginal(kubelets);
        held.get().release();
      }
      return;
    }
    Claim<CpuPriority> claim = context.controls().claim(subject, target);
    if (claim.original().isPresent()) {
      claim.replaceOriginal(kubelets);
      claim.set(wanted);
    }
  }

  /** Returns whether the pod is as it is to be; otherwise it is to be looked at again soon. */
  private boolean apply(Pod pod, CpuGroup group) throws IOException {
    Target<CpuPriority> target = Target.of(pod.cgroupPath(), Attributes.CPU_PRIORITY);
    Optional<CpuPriority> wanted = group.plan().priority(pod.uid());
    boolean isPaused = wanted.isPresent() && pauses.isPaused(pod);
    if (wanted.isEmpty() || isPaused) {
      context.controls().release(Subject.of(pod), target);
      checkForeign(pod);
      return !isPaused;
    }
    if (!context.cgroups().cgroup(pod.cgroupPath()).exists(Controller.CPU)) {
      return false;
    }
    boolean isNew = context.controls().find(Subject.of(pod), target).isEmpty();
    if (isNew && !isMade(pod)) {
      return false;
    }
    Claim<CpuPriority> claim = context.controls().claim(Subject.of(pod), target);
    Optional<CpuPriority> original = claim.original();
    if (original.isEmpty()) {
      return false;
    }
    if (original.get().isIdle()) {
      checkForeign(pod);
      return true;
    }
    Optional<CpuPriority> kubelets = group.kubelets(pod.uid());
    if (isNew && kubelets.isPresent() && !isOfKubelet(pod, original.get(), kubelets.get())) {
      claim.release();
      return false;
    }
    if (kubelets.isPresent()) {
      claim.replaceOriginal(kubelets.get());
    }
    if (claim.set(wanted.get()).hasWritten() && isNew) {
      log(pod, wanted.get());
    }
    return true;
  }

  /**
   * kubelet makes a pod's cgroup, gives it its values 40 to 120 ms later, and then has the runtime
   * make the sandbox in it. What is set before that is lost, or makes kubelet fail.
   */
  private boolean isMade(Pod pod) throws IOException {
    return !context.cgroups().children(pod.cgroupPath()).isEmpty();
  }

  private boolean isOfKubelet(Pod pod, CpuPriority found, CpuPriority kubelets) {
    return pod.isRunning() || found.equals(kubelets) || !found.equals(unit.ofNewCgroup());
  }

  private void log(Pod pod, CpuPriority set) {
    String path = pod.cgroupPath();
    if (pod.offline()) {
      Logger.info("pod {} is offline: in {} set CPU priority {}", pod, path, set);
    } else {
      Logger.debug("pod {} is beside offline pods: in {} set CPU priority {}", pod, path, set);
    }
  }

  /** A cgroup that was idle before rubik came is left so. */
  private void checkForeign(Pod pod) throws IOException {
    PodPart part = PodPart.of(pod, "idle");
    boolean isIdle =
        !pod.offline()
            && context.cgroups().cgroup(pod.cgroupPath()).has(CpuPriority.IDLE_FILE)
            && context
                .cgroups()
                .cgroup(pod.cgroupPath())
                .read(CpuPriority.IDLE_FILE)
                .equals(Optional.of(1));
    if (isIdle) {
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
