package io.rubik.feature.preemption;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.Cgroup;
import io.rubik.cgroup.Controller;
import io.rubik.cgroup.Setting;
import io.rubik.cgroup.kubepods.QosClass;
import io.rubik.control.Subject;
import io.rubik.control.Target;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.PodState;
import io.rubik.pod.Container;
import io.rubik.pod.Pod;
import io.rubik.problem.Failures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.tinylog.Logger;

/**
 * Whom the kernel kills when memory runs out: offline pods before online ones, and each as a whole.
 * kubelet has an offline Burstable pod outlive an online BestEffort one.
 */
final class OomPriorities implements Priorities {

  private static final int WHOLE = 1;

  private final FeatureContext context;

  OomPriorities(FeatureContext context) {
    this.context = context;
  }

  @Override
  public PodState reconcile(Pod pod) throws IOException {
    if (!pod.offline()) {
      return release(pod);
    }
    if (!cgroup(pod.cgroupPath()).exists(Controller.CPU)) {
      return PodState.CGROUP_AWAITED;
    }
    Failures failures = new Failures();
    List<String> written = new ArrayList<>();
    boolean awaited = !MadePods.isMade(context.cgroups(), pod);
    if (!awaited && hasGroup(pod)) {
      failures.attempt(
          () -> set(pod, pod.cgroupPath(), Attributes.MEMORY_OOM_GROUP, WHOLE, written));
    }
    for (Container container : raised(pod)) {
      String path = container.cgroupPath();
      awaited |= !cgroup(path).exists(Controller.CPU);
      failures.attempt(
          () -> set(pod, path, Attributes.OOM_SCORE_ADJ, Attributes.MAX_OOM_SCORE_ADJ, written));
    }
    if (!written.isEmpty()) {
      Logger.info("pod {} is offline: set {}", pod, String.join(", ", written));
    }
    failures.throwIfAny();
    return awaited ? PodState.CGROUP_AWAITED : PodState.SETTLED;
  }

  @Override
  public void removed(Pod pod) {
    // its claims end with it
  }

  private PodState release(Pod pod) throws IOException {
    Failures failures = new Failures();
    Subject subject = Subject.of(pod);
    for (Container container : pod.containers()) {
      Target<?> score = Target.of(container.cgroupPath(), Attributes.OOM_SCORE_ADJ);
      failures.attempt(() -> context.controls().release(subject, score));
    }
    Target<?> group = Target.of(pod.cgroupPath(), Attributes.MEMORY_OOM_GROUP);
    failures.attempt(() -> context.controls().release(subject, group));
    failures.throwIfAny();
    return PodState.SETTLED;
  }

  /**
   * Running containers: before that the runtime may not have given the processes their score.
   * BestEffort pods have the highest anyway.
   */
  private static List<Container> raised(Pod pod) {
    return pod.qosClass() == QosClass.BEST_EFFORT
        ? List.of()
        : pod.containers().stream().filter(Container::running).toList();
  }

  private Cgroup cgroup(String path) {
    return context.cgroups().cgroup(path);
  }

  private boolean hasGroup(Pod pod) {
    return cgroup(pod.cgroupPath()).has(Attributes.MEMORY_OOM_GROUP);
  }

  private <T> void set(Pod pod, String path, Setting<T> setting, T value, List<String> written)
      throws IOException {
    if (context
        .controls()
        .claim(Subject.of(pod), Target.of(path, setting))
        .set(value)
        .hasWritten()) {
      written.add(path + "/" + setting + "=" + value);
    }
  }
}
