package io.rubik.cgroup.kubepods;

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
    public String podPath(QosClass qosClass, PodId pod) {
      String parent =
          qosClass.cgroupName().isEmpty() ? root() : root() + "/" + qosClass.cgroupName();
      return parent + "/pod" + pod;
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
    public String podPath(QosClass qosClass, PodId pod) {
      String unit =
          qosClass.cgroupName().isEmpty() ? "kubepods" : "kubepods-" + qosClass.cgroupName();
      String parent = qosClass.cgroupName().isEmpty() ? root() : root() + "/" + unit + ".slice";
      return parent + "/" + unit + "-pod" + pod.value().replace('-', '_') + ".slice";
    }

    @Override
    String containerName(ContainerId container) {
      return container.runtime().scopePrefix() + "-" + container.id() + ".scope";
    }
  };

  /** Returns the cgroup that holds all pods. */
  public abstract String root();

  /** Returns the cgroup of a pod. */
  public abstract String podPath(QosClass qosClass, PodId pod);

  abstract String containerName(ContainerId container);

  /** Returns the cgroup of a container whose pod has the given cgroup. */
  public String containerPath(String podPath, ContainerId container) {
    return podPath + "/" + containerName(container);
  }
}
