package io.rubik.feature.dynmemory;

import io.rubik.cgroup.Attribute;
import io.rubik.cgroup.MemoryLimit;
import io.rubik.control.Owner;
import io.rubik.pod.Pod;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A limit of cgroups of offline pods that is lowered and given back, and never made higher than it
 * was without rubik.
 */
final class LoweredLimit {

  private final Owner controls;
  private final Attribute<MemoryLimit> attribute;

  /** What was made, by the path of the cgroup. */
  private final Map<String, MemoryLimit> made = new HashMap<>();

  LoweredLimit(Owner controls, Attribute<MemoryLimit> attribute) {
    this.controls = controls;
    this.attribute = attribute;
  }

  /** Returns what it was made, empty where it is as it was without rubik. */
  Optional<MemoryLimit> made(String path) {
    return Optional.ofNullable(made.get(path));
  }

  /** Makes the limit that, or what it was, whichever is lower; fails when the kernel refuses. */
  void set(Pod pod, String path, MemoryLimit wanted) throws IOException {
    Optional<MemoryLimit> original = controls.original(pod, path, attribute);
    if (original.isEmpty() || wanted.bytes() >= original.get().bytes()) {
      giveBack(pod, path);
      return;
    }
    controls.make(pod, path, attribute, wanted);
    made.put(path, wanted);
  }

  /** Makes the limit what it was. */
  void giveBack(Pod pod, String path) throws IOException {
    made.remove(path);
    controls.release(pod, path, attribute);
  }

  /** Takes in that kubelet has given a cgroup another limit, which counts as what it was. */
  void resized(Pod pod, String path, MemoryLimit limit) throws IOException {
    controls.rebase(pod, path, attribute, limit);
  }

  /** Forgets the cgroups of a pod but those of its containers; the agent gives them back. */
  void forgetEnded(Pod pod) {
    made.keySet().removeIf(path -> isOf(pod, path) && !isRunning(pod, path));
  }

  /** Forgets the cgroups of a pod, which the agent gives back. */
  void forget(Pod pod) {
    made.keySet().removeIf(path -> isOf(pod, path));
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
