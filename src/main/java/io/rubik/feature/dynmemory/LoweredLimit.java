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
 * A limit of cgroups of offline pods that is lowered and given back, and never made higher than it
 * was without rubik. What somebody else makes it meanwhile counts as what it was.
 */
final class LoweredLimit {

  private final CgroupTree cgroups;
  private final Owner controls;
  private final Setting<MemoryLimit> setting;

  /** What was made, by the path of the cgroup. */
  private final Map<String, MemoryLimit> made = new HashMap<>();

  /** The paths of the cgroups that could not be given back. */
  private final Set<String> owed = new HashSet<>();

  LoweredLimit(FeatureContext context, Setting<MemoryLimit> setting) {
    this.cgroups = context.cgroups();
    this.controls = context.controls();
    this.setting = setting;
  }

  /** Returns what it was made, empty where it is as somebody else wants it. */
  Optional<MemoryLimit> made(Pod pod, String path) throws IOException {
    if (made.containsKey(path)) {
      heed(pod, path);
    }
    return Optional.ofNullable(made.get(path));
  }

  /** Makes the limit that, or what it was, whichever is lower; fails when the kernel refuses. */
  void set(Pod pod, String path, MemoryLimit wanted) throws IOException {
    Optional<MemoryLimit> original = heed(pod, path);
    if (original.isEmpty() || wanted.bytes() >= original.get().bytes()) {
      letGo(pod, path);
      return;
    }
    MemoryLimit before = made.remove(path);
    try {
      if (claim(pod, path).set(wanted).inForce()) {
        made.put(path, wanted);
      }
    } catch (IOException e) {
      if (before != null && isStill(path, before)) {
        made.put(path, before);
      }
      throw e;
    }
  }

  /**
   * Returns what is to be given back. A limit that rubik has not made is what somebody else wants:
   * kubelet, at a resize, or systemd, which writes its own anew.
   */
  private Optional<MemoryLimit> heed(Pod pod, String path) throws IOException {
    Optional<MemoryLimit> found = cgroups.cgroup(path).read(setting);
    Optional<MemoryLimit> original = claim(pod, path).original();
    if (found.isEmpty() || original.isEmpty() || !isForeign(found.get(), path, original.get())) {
      return original;
    }
    claim(pod, path).replaceOriginal(found.get());
    made.remove(path);
    return found;
  }

  private Claim<MemoryLimit> claim(Pod pod, String path) {
    return controls.claim(Subject.of(pod), Target.of(path, setting));
  }

  /** After a crash it is not known what was made, but that it was lower. */
  private boolean isForeign(MemoryLimit found, String path, MemoryLimit original) {
    MemoryLimit mine = made.get(path);
    return mine == null ? found.bytes() > original.bytes() : !found.equals(mine);
  }

  private boolean isStill(String path, MemoryLimit limit) {
    try {
      return cgroups.cgroup(path).read(setting).equals(Optional.of(limit));
    } catch (IOException e) {
      return false;
    }
  }

  /** Makes the limit what it was; when that fails it is owed, and tried again by the next call. */
  void giveBack(Pod pod, String path) throws IOException {
    owed.add(path);
    heed(pod, path);
    letGo(pod, path);
  }

  private void letGo(Pod pod, String path) throws IOException {
    owed.add(path);
    controls.release(Subject.of(pod), Target.of(path, setting));
    made.remove(path);
    owed.remove(path);
  }

  /** Returns whether the limit is to be given back, but could not be. */
  boolean owes(String path) {
    return owed.contains(path);
  }

  /** Takes in that kubelet has given a cgroup another limit, which counts as what it was. */
  void resized(Pod pod, String path, MemoryLimit limit) throws IOException {
    Optional<Claim<MemoryLimit>> claim = controls.find(Subject.of(pod), Target.of(path, setting));
    if (claim.isPresent()) {
      claim.get().replaceOriginal(limit);
    }
  }

  /** Forgets the cgroups of a pod but those of its containers; the agent gives them back. */
  void forgetEnded(Pod pod) {
    made.keySet().removeIf(path -> isOf(pod, path) && !isRunning(pod, path));
    owed.removeIf(path -> isOf(pod, path) && !isRunning(pod, path));
  }

  /** Forgets the cgroups of a pod, which the agent gives back. */
  void forget(Pod pod) {
    made.keySet().removeIf(path -> isOf(pod, path));
    owed.removeIf(path -> isOf(pod, path));
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
