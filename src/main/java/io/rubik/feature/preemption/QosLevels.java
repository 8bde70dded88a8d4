package io.rubik.feature.preemption;

import io.rubik.cgroup.Setting;
import io.rubik.control.Subject;
import io.rubik.control.Target;
import io.rubik.control.WriteResult;
import io.rubik.feature.ContainerCgroups;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.PodPart;
import io.rubik.feature.PodState;
import io.rubik.pod.Container;
import io.rubik.pod.Pod;
import io.rubik.problem.Failures;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tinylog.Logger;

/**
 * The kernel's QoS levels of pods, for the resources for which it has them.
 *
 * <p>Online pods have the kernel's default and are only read. A level cannot be raised again: the
 * kernel refuses it, and so an offline pod that turns online keeps its level.
 */
final class QosLevels implements Priorities {

  private final FeatureContext context;
  private final List<Resource> resources;
  private final ProblemLog<PodPart> problems;

  QosLevels(FeatureContext context, List<Resource> resources) {
    this.context = context;
    this.resources = List.copyOf(resources);
    this.problems = new ProblemLog<>(context.ticker());
  }

  @Override
  public PodState reconcile(Pod pod) throws IOException {
    if (pod.offline()) {
      problems.resolve(PodPart.whole(pod));
      return mark(pod);
    }
    refuseToRaise(pod);
    return PodState.SETTLED;
  }

  @Override
  public void removed(Pod pod) {
    problems.forget(PodPart.whole(pod));
  }

  /** The pod's cgroup comes first, for its new children inherit its level. */
  private PodState mark(Pod pod) throws IOException {
    Failures failures = new Failures();
    List<String> written = new ArrayList<>();
    boolean awaited = false;
    for (Resource resource : resources) {
      if (!exists(pod.cgroupPath(), resource)) {
        awaited = true;
        continue; // nor are there any below it
      }
      failures.attempt(() -> mark(pod, pod.cgroupPath(), resource.level(), written));
      for (Container container : pod.containers()) {
        List<String> paths =
            ContainerCgroups.paths(context.cgroups(), container, resource.level().controller());
        for (String path : paths) {
          failures.attempt(() -> mark(pod, path, resource.level(), written));
        }
        awaited |= paths.isEmpty() && container.running();
      }
    }
    if (!written.isEmpty()) {
      String files = String.join(", ", written);
      Logger.info("pod {} is offline: in {} wrote {}", pod, pod.cgroupPath(), files);
    }
    failures.throwIfAny();
    return awaited ? PodState.CGROUP_AWAITED : PodState.SETTLED;
  }

  private boolean exists(String path, Resource resource) {
    return context.cgroups().cgroup(path).exists(resource.level().controller());
  }

  private void mark(Pod pod, String path, Setting<Integer> level, List<String> written)
      throws IOException {
    WriteResult result =
        context.controls().claim(Subject.of(pod), Target.of(path, level)).set(Resource.OFFLINE);
    if (result == WriteResult.WRITTEN) {
      String file = context.cgroups().cgroup(path).name(level);
      written.add(file.substring(pod.cgroupPath().length() + 1) + "=" + Resource.OFFLINE);
    }
  }

  private void refuseToRaise(Pod pod) throws IOException {
    List<String> offline = new ArrayList<>();
    for (Resource resource : resources) {
      Optional<Integer> found = context.cgroups().cgroup(pod.cgroupPath()).read(resource.level());
      if (found.isPresent() && found.get() == Resource.OFFLINE) {
        offline.add(resource.level() + " " + found.get());
      }
    }
    if (!offline.isEmpty()) {
      problems.report(
          PodPart.whole(pod),
          Problem.error(
              "pod " + pod,
              "is online but has "
                  + String.join(" and ", offline)
                  + ": an offline pod cannot become online again, the kernel forbids it; delete the"
                  + " pod and create it again"));
    }
  }
}
