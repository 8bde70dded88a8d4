package io.rubik.feature.preemption;

import io.rubik.cgroup.Attribute;
import io.rubik.cgroup.Cgroup;
import io.rubik.cgroup.Failures;
import io.rubik.feature.Feature;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.FeatureType;
import io.rubik.feature.PodState;
import io.rubik.pod.Container;
import io.rubik.pod.Pod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tinylog.Logger;

/**
 * Sets the kernel's QoS level of offline pods, so that online pods preempt them.
 *
 * <p>Online pods have the kernel's default and are only read. A level cannot be raised again: the
 * kernel refuses it, and so an offline pod that turns online keeps its level.
 */
public final class Preemption implements Feature {

  /** How the agent offers this feature. */
  public static final FeatureType<?> TYPE =
      new FeatureType<>("preemption", PreemptionConfig::from, Preemption::new);

  private final PreemptionConfig config;
  private final FeatureContext context;

  /** The files of each pod, by its UID, that had the offline level when last looked at. */
  private final Map<String, Set<String>> marked = new HashMap<>();

  /** The UIDs of pods that cannot become online, which is said once. */
  private final Set<String> refused = new HashSet<>();

  Preemption(PreemptionConfig config, FeatureContext context) {
    this.config = config;
    this.context = context;
  }

  @Override
  public void start() throws IOException {
    KernelSupport kernel = new KernelSupport(context);
    for (Resource resource : config.resources()) {
      kernel.require(resource);
    }
    if (config.resources().contains(Resource.MEMORY)) {
      kernel.requireMemcgQos(config.enableMemcgQos());
    }
  }

  @Override
  public PodState reconcile(Pod pod) throws IOException {
    if (pod.offline()) {
      refused.remove(pod.uid());
      return mark(pod);
    }
    refuseToRaise(pod);
    return PodState.SETTLED;
  }

  @Override
  public void removed(Pod pod) {
    marked.remove(pod.uid());
    refused.remove(pod.uid());
  }

  /** The pod's cgroup comes first, for its new children inherit its level. */
  private PodState mark(Pod pod) throws IOException {
    Failures failures = new Failures();
    Set<String> offline = new HashSet<>();
    List<String> written = new ArrayList<>();
    boolean awaited = false;
    for (Resource resource : config.resources()) {
      if (!exists(pod.cgroupPath(), resource)) {
        awaited = true;
        continue; // nor are there any below it
      }
      failures.attempt(() -> mark(pod, pod.cgroupPath(), resource.level(), offline, written));
      for (Container container : pod.containers()) {
        if (exists(container.cgroupPath(), resource)) {
          String path = container.cgroupPath();
          failures.attempt(() -> mark(pod, path, resource.level(), offline, written));
        } else {
          awaited |= container.running();
        }
      }
    }
    marked.put(pod.uid(), offline);
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

  private void mark(
      Pod pod, String path, Attribute<Integer> level, Set<String> offline, List<String> written)
      throws IOException {
    Cgroup cgroup = context.cgroups().cgroup(path);
    Optional<Integer> found = cgroup.read(level);
    if (found.isEmpty()) {
      return;
    }
    String file = path + "/" + level;
    if (found.get() != Resource.OFFLINE) {
      if (marked.getOrDefault(pod.uid(), Set.of()).contains(file)) {
        Logger.warn("pod {}: {} had been changed to {}: putting it back", pod, file, found.get());
      }
      if (!write(cgroup, level)) {
        return;
      }
      written.add(file.substring(pod.cgroupPath().length() + 1) + "=" + Resource.OFFLINE);
    }
    offline.add(file);
  }

  /** Returns false when the cgroup ended meanwhile, as pods do. */
  private static boolean write(Cgroup cgroup, Attribute<Integer> level) throws IOException {
    try {
      cgroup.writeAndVerify(level, Resource.OFFLINE);
      return true;
    } catch (IOException e) {
      if (cgroup.exists(level.controller())) {
        throw e;
      }
      return false;
    }
  }

  private void refuseToRaise(Pod pod) throws IOException {
    for (Resource resource : config.resources()) {
      Optional<Integer> found = context.cgroups().cgroup(pod.cgroupPath()).read(resource.level());
      if (found.isPresent() && found.get() == Resource.OFFLINE && refused.add(pod.uid())) {
        Logger.error(
            "pod {} is online but has {} {}: an offline pod cannot become online again, the kernel"
                + " forbids it; delete the pod and create it anew",
            pod,
            resource.level(),
            found.get());
      }
    }
  }
}
