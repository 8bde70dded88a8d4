package io.rubik.feature.dynmemory;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.CgroupVersion;
import io.rubik.cgroup.Controller;
import io.rubik.cgroup.MemoryLimit;
import io.rubik.control.Owner;
import io.rubik.control.Subject;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.UnavailableException;
import io.rubik.host.MemInfo;
import io.rubik.pod.Pod;
import java.io.IOException;
import java.util.Optional;
import org.tinylog.Logger;

/** The ways to make one container give memory back. */
final class Shrinking {

  private final CgroupTree cgroups;
  private final Owner controls;
  private final LoweredLimit soft;
  private final LoweredLimit hard;
  private boolean canReclaim = true;

  Shrinking(FeatureContext context, LoweredLimit soft, LoweredLimit hard) {
    this.cgroups = context.cgroups();
    this.controls = context.controls();
    this.soft = soft;
    this.hard = hard;
  }

  /** Fails when the node has no memory controller. */
  void start() throws IOException {
    if (!cgroups.supports(Attributes.MEMORY_LIMIT)) {
      throw new UnavailableException(
          "this kernel has no "
              + cgroups.describe(Attributes.MEMORY_LIMIT)
              + " (cgroup "
              + cgroups.version()
              + "); mount the memory controller, or boot without cgroup_disable=memory");
    }
    canReclaim = isV1() || cgroups.supports(Attributes.MEMORY_RECLAIM_BYTES);
    if (!canReclaim) {
      Logger.warn(
          "this kernel has no {}, which is from Linux 5.19: nothing is done while 10 % to 15 % of"
              + " the node's memory are free",
          cgroups.describe(Attributes.MEMORY_RECLAIM_BYTES));
    }
  }

  private boolean isV1() {
    return cgroups.version() == CgroupVersion.V1;
  }

  private Optional<Long> usage(String path) throws IOException {
    return cgroups.cgroup(path).read(Attributes.MEMORY_USAGE_BYTES);
  }

  /** Sets the soft limit a little above what is used. */
  void softly(Pod pod, String path, MemInfo node) throws IOException {
    Optional<Long> usage = usage(path);
    if (usage.isPresent()) {
      soft.set(pod, path, DynLevelPolicy.softLimit(usage.get(), node));
    }
  }

  /** Reclaims what can be. */
  void empty(Pod pod, String path) throws IOException {
    Optional<Long> usage = usage(path);
    if (usage.isEmpty() || usage.get() == 0) {
      return;
    }
    if (isV1()) {
      forceEmpty(pod, path);
    } else if (canReclaim) {
      reclaim(pod, path, usage.get());
    }
  }

  private void forceEmpty(Pod pod, String path) throws IOException {
    try {
      controls.trigger(Subject.of(pod), path, Attributes.MEMORY_FORCE_EMPTY, 0);
    } catch (IOException e) {
      if (cgroups.cgroup(path).exists(Controller.MEMORY)) {
        throw e;
      }
    }
  }

  /** The kernel calls it a failure when less was reclaimed than is used, which is as a rule. */
  private void reclaim(Pod pod, String path, long bytes) {
    try {
      controls.trigger(Subject.of(pod), path, Attributes.MEMORY_RECLAIM_BYTES, bytes);
    } catch (IOException e) {
      Logger.debug("pod {}: not all was reclaimed: {}", pod, e.getMessage());
    }
  }

  /** Sets the hard limit a little above what is used, and higher when the kernel refuses. */
  void hard(Pod pod, String path, MemInfo node) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Optional<Long> usage = usage(path);
      if (usage.isEmpty()) {
        return;
      }
      MemoryLimit limit = DynLevelPolicy.hardLimit(usage.get(), node, attempt);
      try {
        hard.set(pod, path, limit);
        return;
      } catch (IOException e) {
        if (attempt == DynLevelPolicy.HARD_LIMIT_TRIES) {
          throw new IOException(path + " cannot be given a lower hard limit: " + e.getMessage(), e);
        }
      }
    }
  }

  /** Raises a hard limit that was set, and that nobody else has changed since. */
  void raise(Pod pod, String path) throws IOException {
    Optional<MemoryLimit> limit = hard.made(pod, path);
    if (limit.isPresent()) {
      hard.set(pod, path, DynLevelPolicy.raised(limit.get()));
    }
  }
}
