package io.rubik.control;

import io.rubik.cgroup.ValueWriter;

/**
 * A file of the host that does something when it is written, and leaves nothing to restore.
 *
 * @param path absolute on the host
 */
public record HostTrigger<T>(String path, ValueWriter<T> form) {

  /** Returns the path. */
  @Override
  public String toString() {
    return path;
  }
}
