package io.rubik.control;

import io.rubik.cgroup.ValueType;

/**
 * A setting of the whole node.
 *
 * @param path its file, absolute on the host
 */
public record HostSetting<T>(String path, ValueType<T> type) {

  /** Returns the path. */
  @Override
  public String toString() {
    return path;
  }
}
