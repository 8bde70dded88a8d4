package io.rubik.feature.dynmemory;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.Controller;
import io.rubik.cgroup.MemoryLimit;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.PodState;
import io.rubik.feature.UnavailableException;
import io.rubik.host.MemInfo;
import io.rubik.pod.Pod;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import org.tinylog.Logger;

/** memory.high of offline pods, which follows the free memory of the node. */
final class Fssr implements Measures {

  private static final long MIB = 1 << 20;

  private final FeatureContext context;
  private final FssrPolicy policy = new FssrPolicy();
  private final LoweredLimit high;
  private final Complaints complaints = new Complaints();
  private boolean hasAsyncRatio;
  private Optional<MemoryLimit> told = Optional.empty();

  Fssr(FeatureContext context) {
    this.context = context;
    this.high = new LoweredLimit(context, Attributes.MEMORY_HIGH);
  }

  @Override
  public void start() throws IOException {
    if (!context.cgroups().supports(Attributes.MEMORY_HIGH)) {
      throw new UnavailableException(
          "this kernel has no "
              + context.cgroups().describe(Attributes.MEMORY_HIGH)
              + " (cgroup "
              + context.cgroups().version()
              + "); boot an openEuler kernel, or one with cgroup v2"
              + " (systemd.unified_cgroup_hierarchy=1), or set dynMemory.policy to dynLevel");
    }
    hasAsyncRatio = context.cgroups().supports(Attributes.MEMORY_HIGH_ASYNC_RATIO);
    if (!hasAsyncRatio) {
      Logger.info(
          "this kernel has no {}: it reclaims when memory.high is reached, and not before, in the"
              + " background",
          context.cgroups().describe(Attributes.MEMORY_HIGH_ASYNC_RATIO));
    }
  }

  @Override
  public PodState reconcile(Pod pod, MemInfo node) throws IOException {
    String path = pod.cgroupPath();
    if (!context.cgroups().cgroup(path).exists(Controller.MEMORY)) {
      return PodState.CGROUP_AWAITED;
    }
    if (hasAsyncRatio) {
      context
          .controls()
          .make(pod, path, Attributes.MEMORY_HIGH_ASYNC_RATIO, FssrPolicy.ASYNC_RATIO_PERCENT);
    }
    high.set(pod, path, policy.high(node));
    return PodState.SETTLED;
  }

  @Override
  public void check(MemInfo node, Collection<Pod> offline) {
    policy.check(node);
    Optional<MemoryLimit> now = Optional.of(policy.high(node));
    if (told.equals(now)) {
      return; // each pod has it, or gets it when it is reconciled
    }
    told = now;
    Logger.info(
        "{} of {} MiB are free: memory.high of offline pods is {} MiB",
        node.freeBytes() / MIB,
        node.totalBytes() / MIB,
        now.get().bytes() / MIB);
    for (Pod pod : offline) {
      complaints.attempt(
          pod, pod.cgroupPath(), () -> high.set(pod, pod.cgroupPath(), policy.high(node)));
    }
  }

  @Override
  public void forget(Pod pod) {
    high.forget(pod);
    complaints.forget(pod);
  }
}
