package io.rubik.control;

import io.rubik.cgroup.Setting;

/**
 * One value in the kernel that rubik may change and restore.
 *
 * @param <T> what the value is in rubik
 */
public sealed interface Target<T> {

  /**
   * A control file of a cgroup, or one line of it.
   *
   * @param path relative to the root of a hierarchy, empty for the root
   */
  record OfCgroup<T>(String path, Setting<T> setting) implements Target<T> {}

  /** A file of the host, such as a sysctl. */
  record OfHost<T>(HostSetting<T> setting) implements Target<T> {}

  /** A resctrl control group: rubik may make it, and then removes it in the end. */
  record OfResctrl(ResctrlName name) implements Target<ResctrlGroup> {}

  /** Returns the target of a setting of a cgroup. */
  static <T> Target<T> of(String path, Setting<T> setting) {
    return new OfCgroup<>(path, setting);
  }

  /** Returns the target of a setting of the root cgroup. */
  static <T> Target<T> ofRoot(Setting<T> setting) {
    return new OfCgroup<>("", setting);
  }

  /** Returns the target of a setting of the host. */
  static <T> Target<T> of(HostSetting<T> setting) {
    return new OfHost<>(setting);
  }

  /** Returns the target of a resctrl control group. */
  static Target<ResctrlGroup> of(ResctrlName name) {
    return new OfResctrl(name);
  }
}
