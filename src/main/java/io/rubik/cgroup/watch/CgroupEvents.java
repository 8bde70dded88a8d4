package io.rubik.cgroup.watch;

/** What happens to the cgroups of pods, told on the watch's thread. */
public interface CgroupEvents {

  /** The cgroup of a pod has appeared, or one in it; those there already are reported as well. */
  void podAppeared(String podPath);

  /** A file of the cgroup of a QoS class, a pod or a container was written, by whomever. */
  void written(String path, String file);
}
