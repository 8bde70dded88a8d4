package io.rubik.cgroup.kubepods;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A container runtime, known by the scheme of the container IDs in a pod's status. */
public enum ContainerRuntime {
  DOCKER("docker", "docker", ""),
  CONTAINERD("containerd", "cri-containerd", ""),
  ISULAD("iSulad", "isulad", ""),
  CRIO("cri-o", "crio", "crio-");

  private final String scheme;
  private final String scopePrefix;
  private final String cgroupfsPrefix;

  ContainerRuntime(String scheme, String scopePrefix, String cgroupfsPrefix) {
    this.scheme = scheme;
    this.scopePrefix = scopePrefix;
    this.cgroupfsPrefix = cgroupfsPrefix;
  }

  /** Returns the runtime of a scheme such as {@code containerd}, empty when it is none of these. */
  static Optional<ContainerRuntime> ofScheme(String scheme) {
    return Arrays.stream(values()).filter(runtime -> runtime.scheme.equals(scheme)).findFirst();
  }

  /** Returns all schemes, for an error message. */
  static String schemes() {
    return Arrays.stream(values()).map(r -> r.scheme + "://").collect(Collectors.joining(", "));
  }

  /** Returns what stands before the ID in the name of the container's systemd scope. */
  String scopePrefix() {
    return scopePrefix;
  }

  /** Returns what stands before the ID in the container's directory under the cgroupfs driver. */
  String cgroupfsPrefix() {
    return cgroupfsPrefix;
  }
}
