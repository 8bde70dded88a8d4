package io.rubik.pod;

import io.rubik.cgroup.kubepods.PodId;
import io.rubik.cgroup.kubepods.PodPlaces;
import io.rubik.cgroup.kubepods.QosClass;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pod bound to this node that has not ended.
 *
 * @param id names its cgroup; no two pods of a {@link PodRegistry} have the same
 * @param uid the API server's, which differs from the ID for static pods
 * @param cgroupPath its cgroup, relative to the root of a hierarchy
 * @param qosClass by which kubelet has given it that cgroup
 * @param offline whether it may be starved for online pods
 * @param annotations those whose key is among the {@link PodKeys}
 * @param limits of the pod as a whole, beside those of its containers; few pods have any
 * @param wanted those kubelet is to put in force next, mostly the same
 * @param requests those kubelet has put in force
 * @param resize how far kubelet is with the limits of the spec
 * @param containers those that have an ID, in the order of the pod's status
 * @param warnings mistakes in the manifest, for its owner to correct
 */
public record Pod(
    PodId id,
    String uid,
    String namespace,
    String name,
    String creationTimestamp,
    String cgroupPath,
    QosClass qosClass,
    boolean offline,
    Map<String, String> annotations,
    ResourceLimits limits,
    ResourceLimits wanted,
    Requests requests,
    Resize resize,
    List<Container> containers,
    List<String> warnings) {

  /** Copies the collections. */
  public Pod {
    annotations = Map.copyOf(annotations);
    containers = List.copyOf(containers);
    warnings = List.copyOf(warnings);
  }

  /**
   * Returns the pod a manifest describes; fails with {@code IllegalArgumentException} when its
   * cgroup does not follow from it.
   *
   * @param before the same pod as it was known, which counts where the manifest says nothing
   */
  public static Pod from(PodManifest manifest, PodPlaces places, Optional<Pod> before) {
    return new ManifestReader(manifest, places, before).pod();
  }

  /** Returns whether a container of it runs according to its status. */
  public boolean isRunning() {
    return containers.stream().anyMatch(Container::running);
  }

  /** Returns whether it stands for a static pod, whose cgroup is named by a hash. */
  public boolean isMirror() {
    return !id.value().equals(uid);
  }

  /** Returns {@code namespace/name}, unique among the pods of a node at any one time. */
  public String key() {
    return namespace + "/" + name;
  }

  /** Returns what names the pod in a log line: {@code namespace/name (uid)}. */
  @Override
  public String toString() {
    return key() + " (" + uid + ")";
  }
}
