package io.rubik.usage;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.Cgroup;
import java.io.IOException;
import java.util.OptionalLong;

/** The memory a cgroup uses. */
public final class CgroupMemory {

  private CgroupMemory() {}

  /** Returns what it uses in bytes, page cache included; empty when the cgroup is gone. */
  public static OptionalLong usedBytes(Cgroup cgroup) throws IOException {
    return cgroup.read(Attributes.MEMORY_USAGE_BYTES).stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }
}
