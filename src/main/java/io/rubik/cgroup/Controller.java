package io.rubik.cgroup;

import java.util.Locale;

/** A cgroup controller, each with a hierarchy of its own on cgroup v1. */
public enum Controller {
  CPU("cpu"),
  CPUACCT("cpu"),
  MEMORY("memory"),
  BLKIO("io");

  private final String onV2;

  Controller(String onV2) {
    this.onV2 = onV2;
  }

  /** Returns the kernel's name of the controller on cgroup v1. */
  public String kernelName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the kernel's name of the controller, or of the one in its place on cgroup v2. */
  public String kernelName(CgroupVersion version) {
    return switch (version) {
      case V1 -> kernelName();
      case V2 -> onV2;
    };
  }
}
