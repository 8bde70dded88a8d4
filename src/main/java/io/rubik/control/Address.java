package io.rubik.control;

/**
 * How the journal addresses one value in the kernel.
 *
 * @param path the cgroup relative to a hierarchy, or the group's name; empty for a file of the host
 * @param name the setting's name
 * @param key the device whose line it is; empty for a whole file
 */
record Address(Kind kind, String path, String name, String key) {

  /** The kinds of targets. */
  enum Kind {
    CGROUP,
    HOST,
    RESCTRL
  }

  /** Returns {@code kubepods/pod1/cpu.shares}, with the device where there is one. */
  @Override
  public String toString() {
    String place = path.isEmpty() ? name : path + "/" + name;
    return key.isEmpty() ? place : place + " " + key;
  }
}
