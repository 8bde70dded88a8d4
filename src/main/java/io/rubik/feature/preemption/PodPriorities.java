package io.rubik.feature.preemption;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.Cgroup;
import io.rubik.cgroup.Controller;
import io.rubik.cgroup.CpuPriority;
import io.rubik.control.Claim;
import io.rubik.control.Subject;
import io.rubik.control.Target;
import io.rubik.feature.FeatureContext;
import io.rubik.pod.Pod;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.tinylog.Logger;

/** The CPU priorities of pods, each on the pod's own cgroup. */
final class PodPriorities {

  private final FeatureContext context;
  private final ResizePauses pauses;

  /** kubelet's weight of each pod that is marked, by its UID, as it was known last. */
  private final Map<String, CpuPriority> kubelets = new HashMap<>();

  /** What came of setting the priority of a pod. */
  enum Result {
    /** It is as it is to be. */
    DONE,
    /** It cannot be set yet. */
    AWAITED,
    /** The cgroup is idle, and rubik has not made it so. */
    FOREIGN
  }

  PodPriorities(FeatureContext context) {
    this.context = context;
    this.pauses = new ResizePauses(context.ticker());
  }

  /** Gives a pod the priority it has in the plan of its group, or kubelet's. */
  Result apply(Pod pod, CpuGroup group) throws IOException {
    Optional<CpuPriority> wanted = group.plan().priority(pod.uid());
    boolean isPaused = wanted.isPresent() && pauses.isPaused(pod);
    if (wanted.isEmpty() || isPaused) {
      release(pod);
      return isPaused ? Result.AWAITED : resultOf(isIdle(pod));
    }
    if (!cgroup(pod).exists(Controller.CPU)) {
      return Result.AWAITED;
    }
    boolean isNew = context.controls().find(Subject.of(pod), target(pod)).isEmpty();
    if (isNew && !MadePods.isMade(context.cgroups(), pod)) {
      return Result.AWAITED;
    }
    Claim<CpuPriority> claim = context.controls().claim(Subject.of(pod), target(pod));
    Optional<CpuPriority> original = claim.original();
    if (original.isEmpty()) {
      return Result.AWAITED;
    }
    if (original.get().isIdle()) {
      claim.release();
      return resultOf(!pod.offline());
    }
    if (isNew && isBeforeKubelet(pod, original.get(), group)) {
      claim.release();
      return Result.AWAITED;
    }
    followKubelet(pod, claim, original.get(), group);
    if (claim.set(wanted.get()).hasWritten() && isNew) {
      log(pod, wanted.get());
    }
    return Result.DONE;
  }

  private static Result resultOf(boolean isForeign) {
    return isForeign ? Result.FOREIGN : Result.DONE;
  }

  private void release(Pod pod) throws IOException {
    kubelets.remove(pod.uid());
    context.controls().release(Subject.of(pod), target(pod));
  }

  /** The pod is gone. */
  void forget(Pod pod) {
    kubelets.remove(pod.uid());
    pauses.forget(pod);
  }

  private static Target<CpuPriority> target(Pod pod) {
    return Target.of(pod.cgroupPath(), Attributes.CPU_PRIORITY);
  }

  private Cgroup cgroup(Pod pod) {
    return context.cgroups().cgroup(pod.cgroupPath());
  }

  private boolean isIdle(Pod pod) throws IOException {
    return cgroup(pod).has(CpuPriority.IDLE_FILE)
        && cgroup(pod).read(CpuPriority.IDLE_FILE).equals(Optional.of(1));
  }

  private static boolean isBeforeKubelet(Pod pod, CpuPriority found, CpuGroup group) {
    Optional<CpuPriority> due = group.kubelets(pod.uid());
    return !pod.isRunning()
        && due.isPresent()
        && !found.equals(due.get())
        && found.equals(group.unit().ofNewCgroup());
  }

  /**
   * What was found is restored, unless nobody has given it; once the pod requests something else,
   * what follows from that. While kubelet resizes the pod it is not known which of them counts.
   */
  private void followKubelet(
      Pod pod, Claim<CpuPriority> claim, CpuPriority original, CpuGroup group) throws IOException {
    Optional<CpuPriority> due = group.kubelets(pod.uid());
    if (due.isEmpty() || pod.resize().isPending()) {
      return;
    }
    CpuPriority before = kubelets.put(pod.uid(), due.get());
    boolean hasChanged = before != null && !before.equals(due.get());
    if (hasChanged || original.equals(group.unit().ofNewCgroup())) {
      claim.replaceOriginal(due.get());
    }
  }

  private static void log(Pod pod, CpuPriority set) {
    String path = pod.cgroupPath();
    if (pod.offline()) {
      Logger.info("pod {} is offline: in {} set CPU priority {}", pod, path, set);
    } else {
      Logger.debug("pod {} is beside offline pods: in {} set CPU priority {}", pod, path, set);
    }
  }
}
