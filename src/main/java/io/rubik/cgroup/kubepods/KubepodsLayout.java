package io.rubik.cgroup.kubepods;

import java.util.Arrays;
import java.util.Optional;

/**
 * The cgroup that holds all pods of a node, and the names kubelet gives those in it.
 *
 * <p>Paths are relative to the root of a hierarchy. Kubelet's own root ({@code --cgroup-root}) may
 * be further down: {@code kubelet/kubepods} or, by systemd, {@code
 * kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-burstable.slice}. From Kubernetes 1.37 a
 * partition may hold some of the pods ({@code systemPartition} of kubelet's configuration), laid
 * out like the whole: {@code kubepods/system/burstable/pod<uid>}.
 *
 * @param root the cgroup of all pods, or of a partition
 */
public record KubepodsLayout(String root, KubepodsDriver driver) implements PodPlaces {

  private static final String SUBGROUP = "container";

  /** That of cgroupfs where kubelet's root is that of the hierarchy. */
  public static final KubepodsLayout CGROUPFS = atTop(KubepodsDriver.CGROUPFS);

  /** That of systemd where kubelet's root is that of the hierarchy. */
  public static final KubepodsLayout SYSTEMD = atTop(KubepodsDriver.SYSTEMD);

  /** Returns that of a driver where kubelet's root is that of the hierarchy. */
  public static KubepodsLayout atTop(KubepodsDriver driver) {
    return new KubepodsLayout(driver.rootName(), driver);
  }

  /** Returns that of a cgroup which is, by its name, one of all pods; empty for any other. */
  public static Optional<KubepodsLayout> at(String path) {
    return Arrays.stream(KubepodsDriver.values())
        .filter(driver -> driver.isRootName(name(path)))
        .map(driver -> new KubepodsLayout(path, driver))
        .findFirst();
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public KubepodsLayout of(QosClass qosClass, PodId pod) {
    return this;
  }

  /** Returns whether kubelet's root is that of the hierarchy. */
  public boolean isAtTop() {
    return root.equals(driver.rootName());
  }

  /** Returns whether the cgroup is above the one of all pods, the root of the hierarchy aside. */
  public boolean isBelow(String path) {
    return root.startsWith(path + "/");
  }

  /** Returns the cgroup that holds the pods of a class. */
  public String classPath(QosClass qosClass) {
    return qosClass.cgroupName().isEmpty() ? root : child(qosClass.cgroupName());
  }

  private String child(String name) {
    return root + "/" + driver.childName(name(root), name);
  }

  /**
   * Returns the cgroup of the class that a pod's cgroup is in; empty when the one of all pods holds
   * it, which is none of a class.
   */
  public static Optional<String> classPath(String podPath) {
    String parent = parent(podPath);
    return Arrays.stream(QosClass.values())
            .map(QosClass::cgroupName)
            .filter(name -> !name.isEmpty())
            .anyMatch(name -> parent.endsWith("/" + name) || parent.endsWith("-" + name + ".slice"))
        ? Optional.of(parent)
        : Optional.empty();
  }

  /** Returns that of the cgroup of all pods, or of a partition, that a pod's cgroup is below. */
  public static KubepodsLayout above(String podPath) {
    String parent = parent(podPath);
    return new KubepodsLayout(
        classPath(podPath).isPresent() ? parent(parent) : parent,
        podPath.endsWith(".slice") ? KubepodsDriver.SYSTEMD : KubepodsDriver.CGROUPFS);
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** Returns the cgroup of a pod. */
  public String podPath(QosClass qosClass, PodId pod) {
    return podPath(qosClass, pod.value());
  }

  private String podPath(QosClass qosClass, String id) {
    String parent = classPath(qosClass);
    return parent + "/" + driver.podName(name(parent), id);
  }

  /** Returns the cgroup of a container whose pod has the given cgroup. */
  public String containerPath(String podPath, ContainerId container) {
    return podPath + "/" + driver.containerName(container);
  }

  /**
   * Returns the cgroup that crun makes below a container's own, under the systemd driver on cgroup
   * v2, for the container's tasks, with the container's limits: up to crun 1.21 always, later where
   * it is asked for (crun(1), {@code run.oci.systemd.subgroup}).
   */
  public static String subgroupPath(String containerPath) {
    return containerPath + "/" + SUBGROUP;
  }

  /** Returns whether a cgroup is, by its name, one that crun makes below a container's own. */
  public static boolean isSubgroup(String path) {
    return path.endsWith("/" + SUBGROUP);
  }

  /** Returns whether pods have their cgroups in this one, which may be in a partition. */
  public boolean holdsPods(String path) {
    return isClass(path) || partitionOf(path).filter(part -> part.isClass(path)).isPresent();
  }

  private boolean isClass(String path) {
    return Arrays.stream(QosClass.values()).map(this::classPath).anyMatch(path::equals);
  }

  /** Returns whether a cgroup is, by its place and the form of its name, that of a pod. */
  public boolean isPod(String path) {
    return podName(path).isPresent();
  }

  /**
   * Returns the ID in the path of a pod's cgroup, with {@code -} for each {@code _}; empty for any
   * other.
   */
  public Optional<String> podName(String path) {
    return idIn(path).or(() -> partitionOf(path).flatMap(part -> part.idIn(path)));
  }

  private Optional<String> idIn(String path) {
    return Arrays.stream(QosClass.values())
        .flatMap(qosClass -> idIn(path, podPath(qosClass, "\0")).stream())
        .findFirst();
  }

  private static Optional<String> idIn(String path, String form) {
    int start = form.indexOf('\0');
    int end = path.length() - (form.length() - start - 1);
    return end > start
            && path.startsWith(form.substring(0, start))
            && path.endsWith(form.substring(start + 1))
            && SafeName.isSafe(path.substring(start, end), PodId.MAX_LENGTH)
        ? Optional.of(path.substring(start, end).replace('_', '-'))
        : Optional.empty();
  }

  /**
   * Returns the partition that the cgroup is or that it is in: any part of kubepods that is neither
   * a class nor a pod; empty where there is none.
   */
  Optional<KubepodsLayout> partitionOf(String path) {
    if (!path.startsWith(root + "/")) {
      return Optional.empty();
    }
    int end = path.indexOf('/', root.length() + 1);
    String first = end < 0 ? path : path.substring(0, end);
    String form = child("\0");
    int start = form.indexOf('\0');
    int after = first.length() - (form.length() - start - 1);
    boolean isPart =
        after > start
            && first.startsWith(form.substring(0, start))
            && first.endsWith(form.substring(start + 1))
            && SafeName.isSafe(first.substring(start, after), PodId.MAX_LENGTH);
    return isPart && !isClass(first) && idIn(first).isEmpty()
        ? Optional.of(new KubepodsLayout(first, driver))
        : Optional.empty();
  }

  /** Returns the cgroup of all pods, and whose names those in it are. */
  @Override
  public String toString() {
    return root + " (" + driver + ")";
  }
}
