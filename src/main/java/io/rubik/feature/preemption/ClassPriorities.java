package io.rubik.feature.preemption;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.CpuPriority;
import io.rubik.cgroup.kubepods.QosClass;
import io.rubik.control.Claim;
import io.rubik.control.Owner;
import io.rubik.control.Subject;
import io.rubik.control.Target;
import io.rubik.loop.Ticker;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.util.Optional;

/**
 * The weights of QoS classes. One that cannot be set is reported and tried again; the pods are
 * marked all the same.
 */
final class ClassPriorities {

  private final Owner controls;
  private final ProblemLog<String> problems;

  ClassPriorities(Owner controls, Ticker ticker) {
    this.controls = controls;
    this.problems = new ProblemLog<>(ticker);
  }

  /** Gives the classes of a group the weights of its plan. */
  void apply(CpuGroup group) {
    apply(group, QosClass.BURSTABLE);
    apply(group, QosClass.BEST_EFFORT);
  }

  private void apply(CpuGroup group, QosClass qosClass) {
    String path = group.classPath(qosClass);
    try {
      CpuPriority wanted = group.plan().classes().get(qosClass);
      if (wanted == null) {
        release(path, group.kubelets(qosClass));
      } else if (!set(path, wanted, group.kubelets(qosClass))) {
        problems.report(
            path,
            Problem.error(
                path,
                "has cpu.idle 1, which this rubik has not set: its online pods get only the CPUs"
                    + " others leave, and kubelet may not start again; write 0 there"));
        return;
      }
      problems.resolve(path);
    } catch (IOException | RuntimeException e) {
      problems.report(
          path, Problem.warning(path, "has not the weight of its online pods: " + Reason.of(e)));
    }
  }

  private void release(String path, CpuPriority kubelets) throws IOException {
    Optional<Claim<CpuPriority>> held = controls.find(subject(path), target(path));
    if (held.isPresent()) {
      held.get().replaceOriginal(kubelets);
      held.get().release();
    }
  }

  /** Returns false when another agent has made the class idle. */
  private boolean set(String path, CpuPriority wanted, CpuPriority kubelets) throws IOException {
    Claim<CpuPriority> claim = controls.claim(subject(path), target(path));
    Optional<CpuPriority> original = claim.original();
    if (original.isPresent() && original.get().isIdle()) {
      claim.release();
      return false;
    }
    if (original.isPresent()) {
      claim.replaceOriginal(kubelets);
      claim.set(wanted);
    }
    return true;
  }

  private static Subject subject(String path) {
    return new Subject.OfClass(path);
  }

  private static Target<CpuPriority> target(String path) {
    return Target.of(path, Attributes.CPU_PRIORITY);
  }
}
