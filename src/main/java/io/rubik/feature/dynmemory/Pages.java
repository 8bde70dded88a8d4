package io.rubik.feature.dynmemory;

import io.rubik.cgroup.MemoryLimit;

/** Limits as the kernel keeps them, so that what is read back is what was written. */
final class Pages {

  /** The largest page of the kernels rubik runs on: 64 KiB, aarch64. */
  private static final long PAGE_BYTES = 65_536;

  private Pages() {}

  /** Returns a limit of so many bytes, in whole pages. */
  static MemoryLimit limit(long bytes) {
    return new MemoryLimit(bytes / PAGE_BYTES * PAGE_BYTES);
  }
}
