package io.rubik.cgroup.kubepods;

import java.util.Locale;

/** Kubelet's cgroup driver, {@code cgroupDriver} in its configuration, and its form of names. */
public enum KubepodsDriver {
  /** {@code kubepods/burstable/pod<uid>/<container>}. */
  CGROUPFS {
    @Override
    String rootName() {
      return "kubepods";
    }

    @Override
    boolean isRootName(String name) {
      return name.equals(rootName());
    }

    @Override
    String childName(String parent, String name) {
      return name;
    }

    @Override
    String podName(String parent, String id) {
      return "pod" + id;
    }

    @Override
    String containerName(ContainerId container) {
      return container.runtime().cgroupfsPrefix() + container.id();
    }
  },

  /**
   * {@code
   * kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod<uid>.slice/<runtime>-<container>.scope},
   * with the UID's {@code -} as {@code _}, because systemd reads a dash as a step in the hierarchy.
   */
  SYSTEMD {
    @Override
    String rootName() {
      return "kubepods" + SLICE;
    }

    @Override
    boolean isRootName(String name) {
      return name.equals(rootName()) || name.endsWith("-" + rootName());
    }

    @Override
    String childName(String parent, String name) {
      return parent.substring(0, parent.length() - SLICE.length()) + "-" + name + SLICE;
    }

    @Override
    String podName(String parent, String id) {
      return childName(parent, "pod" + id.replace('-', '_'));
    }

    @Override
    String containerName(ContainerId container) {
      return container.runtime().scopePrefix() + "-" + container.id() + ".scope";
    }
  };

  private static final String SLICE = ".slice";

  /** Returns the name of the cgroup of all pods below the root of a hierarchy. */
  abstract String rootName();

  /** Returns whether a cgroup is by its name that of all pods, wherever kubelet has its root. */
  abstract boolean isRootName(String name);

  /** Returns the name of a part of the cgroup of that name: {@code burstable}. */
  abstract String childName(String parent, String name);

  /** Returns the name of a pod's cgroup in the cgroup of that name. */
  abstract String podName(String parent, String id);

  abstract String containerName(ContainerId container);

  /** Returns the name in configuration files: {@code cgroupfs}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
