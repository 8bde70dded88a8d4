package io.rubik.feature.dynmemory;

import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.MemoryLimit;
import io.rubik.cgroup.Setting;
import io.rubik.control.Claim;
import io.rubik.control.Owner;
import io.rubik.control.Subject;
import io.rubik.control.Target;
import io.rubik.feature.FeatureContext;
import io.rubik.pod.Pod;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A limit of cgroups of offline pods that is lowered and restored, and never above its original.
 * What another process sets meanwhile becomes the original.
 */
final class LoweredLimit {

  private final CgroupTree cgroups;
  private final Owner controls;
  private final Setting<MemoryLimit> setting;

  /** What was set, by the path of the cgroup. */
  private final Map<String, MemoryLimit> lowered = new HashMap<>();

  /** The paths of the cgroups whose original could not be restored. */
  private final Set<String> pending = new HashSet<>();

  LoweredLimit(FeatureContext context, Setting<MemoryLimit> setting) {
    this.cgroups = context.cgroups();
    this.controls = context.controls();
    this.setting = setting;
  }

  /** Returns what it was lowered to, empty where it is not lowered. */
  Optional<MemoryLimit> lowered(Pod pod, String path) throws IOException {
    if (lowered.containsKey(path)) {
      adoptExternalChange(pod, path);
    }
    return Optional.ofNullable(lowered.get(path));
  }

  /** Sets the limit to that or to the original, the lower one; fails when the kernel refuses. */
  void set(Pod pod, String path, MemoryLimit wanted) throws IOException {
    Optional<MemoryLimit> original = adoptExternalChange(pod, path);
    if (original.isEmpty() || wanted.bytes() >= original.get().bytes()) {
      release(pod, path);
      return;
    }
    MemoryLimit before = lowered.remove(path);
    try {
      if (claim(pod, path).set(wanted).inForce()) {
        lowered.put(path, wanted);
      }
    } catch (IOException e) {
      if (before != null && isStill(path, before)) {
        lowered.put(path, before);
      }
      throw e;
    }
  }

  /**
   * Returns the original. A limit that rubik has not set was set by another process and becomes the
   * original: by kubelet, at a resize, or by systemd, which writes its own again.
   */
  private Optional<MemoryLimit> adoptExternalChange(Pod pod, String path) throws IOException {
    Optional<MemoryLimit> found = cgroups.cgroup(path).read(setting);
    Optional<MemoryLimit> original = claim(pod, path).original();
    if (found.isEmpty() || original.isEmpty() || !isForeign(found.get(), path, original.get())) {
      return original;
    }
    claim(pod, path).replaceOriginal(found.get());
    lowered.remove(path);
    return found;
  }

  private Claim<MemoryLimit> claim(Pod pod, String path) {
    return controls.claim(Subject.of(pod), Target.of(path, setting));
  }

  /** After a crash it is not known what was set, but that it was lower. */
  private boolean isForeign(MemoryLimit found, String path, MemoryLimit original) {
    MemoryLimit mine = lowered.get(path);
    return mine == null ? found.bytes() > original.bytes() : !found.equals(mine);
  }

  private boolean isStill(String path, MemoryLimit limit) {
    try {
      return cgroups.cgroup(path).read(setting).equals(Optional.of(limit));
    } catch (IOException e) {
      return false;
    }
  }

  /** Restores the original; when that fails it is pending, and the next call tries again. */
  void restore(Pod pod, String path) throws IOException {
    pending.add(path);
    adoptExternalChange(pod, path);
    release(pod, path);
  }

  private void release(Pod pod, String path) throws IOException {
    pending.add(path);
    controls.release(Subject.of(pod), Target.of(path, setting));
    lowered.remove(path);
    pending.remove(path);
  }

  /** Returns whether the original is to be restored, but could not be. */
  boolean isRestorePending(String path) {
    return pending.contains(path);
  }

  /** Makes the limit that kubelet has given a cgroup the original. */
  void resized(Pod pod, String path, MemoryLimit limit) throws IOException {
    Optional<Claim<MemoryLimit>> claim = controls.find(Subject.of(pod), Target.of(path, setting));
    if (claim.isPresent()) {
      claim.get().replaceOriginal(limit);
    }
  }

  /** Forgets the cgroups of a pod but those of its containers; the agent restores them. */
  void forgetEnded(Pod pod) {
    lowered.keySet().removeIf(path -> isOf(pod, path) && !isRunning(pod, path));
    pending.removeIf(path -> isOf(pod, path) && !isRunning(pod, path));
  }

  /** Forgets the cgroups of a pod, which the agent restores. */
  void forget(Pod pod) {
    lowered.keySet().removeIf(path -> isOf(pod, path));
    pending.removeIf(path -> isOf(pod, path));
  }

  /** Returns whether a cgroup is the pod's or one of its containers'. */
  static boolean isOf(Pod pod, String path) {
    return path.equals(pod.cgroupPath()) || path.startsWith(pod.cgroupPath() + "/");
  }

  /** Returns whether a cgroup is that of one of the pod's containers. */
  static boolean isRunning(Pod pod, String path) {
    return pod.containers().stream().anyMatch(container -> container.cgroupPath().equals(path));
  }
}
