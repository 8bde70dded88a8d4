package io.rubik.feature.dynmemory;

import io.rubik.capability.Capabilities;
import io.rubik.capability.Capability;
import io.rubik.capability.Need;
import io.rubik.capability.Probe;
import io.rubik.capability.Provider;
import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.Controller;
import io.rubik.cgroup.MemoryLimit;
import io.rubik.control.Owner;
import io.rubik.control.Subject;
import io.rubik.feature.FeatureContext;
import io.rubik.pod.Pod;
import io.rubik.usage.CgroupMemory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/** The ways to reclaim memory of one container. */
final class Shrinking {

  private static final Need HARD_LIMIT =
      new Need(
          "memory limits of offline pods",
          List.of(
              Provider.reversible("memory limit", new Probe.ControlFile(Attributes.MEMORY_LIMIT))),
          "mount the memory controller, or boot without cgroup_disable=memory");

  private static final Provider FORCE_EMPTY =
      Provider.lasting("force_empty", new Probe.ControlFile(Attributes.MEMORY_FORCE_EMPTY));

  private static final Provider BY_SIZE =
      Provider.lasting("reclaim", new Probe.ControlFile(Attributes.MEMORY_RECLAIM_BYTES));

  private static final Need RECLAIM =
      new Need(
          "memory reclaimed from offline pods",
          List.of(FORCE_EMPTY, BY_SIZE),
          "boot Linux 5.19 or later");

  private final CgroupTree cgroups;
  private final Owner controls;
  private final LoweredLimit soft;
  private final LoweredLimit hard;
  private final Capabilities capabilities;
  private @Nullable Capability reclaim;

  Shrinking(FeatureContext context, LoweredLimit soft, LoweredLimit hard) {
    this.cgroups = context.cgroups();
    this.controls = context.controls();
    this.capabilities = context.capabilities();
    this.soft = soft;
    this.hard = hard;
  }

  /** Fails when the node has no memory controller. */
  void start() throws IOException {
    capabilities.require(HARD_LIMIT);
    reclaim = capabilities.find(RECLAIM);
    if (!reclaim.isAvailable()) {
      Logger.warn(
          "{}; {}: nothing is done while 10 % to 15 % of the node's memory is free",
          reclaim.reason(), reclaim.remedy());
    }
  }

  private OptionalLong usage(String path) throws IOException {
    return CgroupMemory.usedBytes(cgroups.cgroup(path));
  }

  /** Sets the soft limit a little above what is used. */
  void softly(Pod pod, String path, FreeMemory node) throws IOException {
    OptionalLong usage = usage(path);
    if (usage.isPresent()) {
      soft.set(pod, path, DynLevelPolicy.softLimit(usage.getAsLong(), node));
    }
  }

  /** Reclaims what can be. */
  void empty(Pod pod, String path) throws IOException {
    OptionalLong usage = usage(path);
    if (usage.isEmpty() || usage.getAsLong() == 0) {
      return;
    }
    Capability way = reclaim;
    if (way != null && way.isBy(FORCE_EMPTY)) {
      forceEmpty(pod, path);
    } else if (way != null && way.isBy(BY_SIZE)) {
      reclaim(pod, path, usage.getAsLong());
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

  /** The kernel calls it a failure when less was reclaimed than is used, which is the rule. */
  private void reclaim(Pod pod, String path, long bytes) {
    try {
      controls.trigger(Subject.of(pod), path, Attributes.MEMORY_RECLAIM_BYTES, bytes);
    } catch (IOException e) {
      Logger.debug("pod {}: not all was reclaimed: {}", pod, e.getMessage());
    }
  }

  /** Sets the hard limit a little above what is used, and higher when the kernel refuses. */
  void hard(Pod pod, String path, FreeMemory node) throws IOException {
    for (int attempt = 1; ; attempt++) {
      OptionalLong usage = usage(path);
      if (usage.isEmpty()) {
        return;
      }
      MemoryLimit limit = DynLevelPolicy.hardLimit(usage.getAsLong(), node, attempt);
      try {
        hard.set(pod, path, limit);
        return;
      } catch (IOException e) {
        if (attempt == DynLevelPolicy.HARD_LIMIT_TRIES) {
          throw new IOException(
              "the hard limit of " + path + " cannot be lowered: " + e.getMessage(), e);
        }
      }
    }
  }

  /** Raises a hard limit that rubik has set and no other process has changed since. */
  void raise(Pod pod, String path) throws IOException {
    Optional<MemoryLimit> limit = hard.lowered(pod, path);
    if (limit.isPresent()) {
      hard.set(pod, path, DynLevelPolicy.raised(limit.get()));
    }
  }
}
