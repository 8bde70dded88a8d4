package io.rubik.cgroup;

import java.util.Locale;

/** A cgroup controller, each with a hierarchy of its own on cgroup v1. */
public enum Controller {
  CPU,
  CPUACCT,
  MEMORY,
  BLKIO;

  /** Returns the kernel's name of the controller. */
  public String kernelName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
