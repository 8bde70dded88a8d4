package io.rubik.testing;

import java.io.IOException;

/** Limits in bytes, kept in pages of 4096 (mm/page_counter.c, page_counter_memparse). */
final class MemoryLimit {
  private static final long PAGE_BYTES = 4096;
  private static final long MAX_BYTES = Long.MAX_VALUE / PAGE_BYTES * PAGE_BYTES;

  private MemoryLimit() {}

  /** {@code memory.limit_in_bytes}: refuses what is used; here nothing can be reclaimed. */
  static String writeHard(KernelCgroup cgroup, String text) throws IOException {
    long limitBytes = parse(text, "-1");
    if (cgroup.isRoot()) {
      throw Errno.EINVAL.exception();
    }
    if (limitBytes < cgroup.number("memory.usage_in_bytes")) {
      throw Errno.EBUSY.exception();
    }
    return Long.toString(limitBytes);
  }

  /** {@code memory.soft_limit_in_bytes}: any number. */
  static String writeSoft(KernelCgroup cgroup, String text) throws IOException {
    return Long.toString(parse(text, "-1"));
  }

  /** {@code memory.max}, {@code memory.high} and the like: any number, or {@code max}. */
  static String writeMax(KernelCgroup cgroup, String text) throws IOException {
    long limitBytes = parse(text, "max");
    return limitBytes == MAX_BYTES ? "max" : Long.toString(limitBytes);
  }

  private static long parse(String text, String unlimited) throws IOException {
    if (text.strip().equals(unlimited)) {
      return MAX_BYTES;
    }
    long bytes = KernelNumber.bytes(text);
    return bytes < 0 ? MAX_BYTES : bytes / PAGE_BYTES * PAGE_BYTES;
  }
}
