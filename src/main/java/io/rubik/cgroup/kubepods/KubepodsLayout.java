package io.rubik.cgroup.kubepods;

import java.util.Arrays;

/**
 * The names kubelet's cgroup driver gives the cgroups of pods and containers.
 *
 * <p>Paths are relative to the root of a hierarchy. cgroupfs: {@code
 * kubepods/burstable/pod<uid>/<container>}; systemd: {@code
 * kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod<uid>.slice/<runtime>-<container>.scope},
 * with the UID's {@code -} as {@code _}, because systemd reads a dash as a step in the hierarchy.
 */
public enum KubepodsLayout {
  CGROUPFS {
    @Override
    public String root() {
      return "kubepods";
    }

    @Override
    String className(QosClass qosClass) {
      return qosClass.cgroupName();
    }

    @Override
    String podName(QosClass qosClass, String id) {
      return "pod" + id;
    }

    @Override
    String containerName(ContainerId container) {
      return container.runtime().cgroupfsPrefix() + container.id();
    }
  },

  SYSTEMD {
    @Override
    public String root() {
      return "kubepods.slice";
    }

    @Override
    String className(QosClass qosClass) {
      return unit(qosClass) + ".slice";
    }

    @Override
    String podName(QosClass qosClass, String id) {
      return unit(qosClass) + "-pod" + id.replace('-', '_') + ".slice";
    }

    private static String unit(QosClass qosClass) {
      return qosClass.cgroupName().isEmpty() ? "kubepods" : "kubepods-" + qosClass.cgroupName();
    }

    @Override
    String containerName(ContainerId container) {
      return container.runtime().scopePrefix() + "-" + container.id() + ".scope";
    }
  };

  private static final String SUBGROUP = "container";

  /** Returns the cgroup that holds all pods. */
  public abstract String root();

  /** Returns the name of the cgroup of a class that has one of its own. */
  abstract String className(QosClass qosClass);

  abstract String podName(QosClass qosClass, String id);

  abstract String containerName(ContainerId container);

  /** Returns the cgroup that holds the pods of a class. */
  public String classPath(QosClass qosClass) {
    return qosClass.cgroupName().isEmpty() ? root() : root() + "/" + className(qosClass);
  }

  /** Returns the cgroup of a pod. */
  public String podPath(QosClass qosClass, PodId pod) {
    return classPath(qosClass) + "/" + podName(qosClass, pod.value());
  }

  /** Returns the cgroup of a container whose pod has the given cgroup. */
  public String containerPath(String podPath, ContainerId container) {
    return podPath + "/" + containerName(container);
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

  /** Returns whether pods have their cgroups in this one. */
  public boolean holdsPods(String path) {
    return Arrays.stream(QosClass.values()).map(this::classPath).anyMatch(path::equals);
  }

  /** Returns whether a cgroup is, by its place and the form of its name, that of a pod. */
  public boolean isPod(String path) {
    int slash = path.lastIndexOf('/');
    return slash >= 0
        && Arrays.stream(QosClass.values())
            .filter(qosClass -> path.substring(0, slash).equals(classPath(qosClass)))
            .anyMatch(qosClass -> isPodName(qosClass, path.substring(slash + 1)));
  }

  private boolean isPodName(QosClass qosClass, String name) {
    String form = podName(qosClass, "\0");
    int start = form.indexOf('\0');
    int end = name.length() - (form.length() - start - 1);
    return end > start
        && name.startsWith(form.substring(0, start))
        && name.endsWith(form.substring(start + 1))
        && SafeName.isSafe(name.substring(start, end), PodId.MAX_LENGTH);
  }
}
