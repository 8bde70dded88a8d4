package io.rubik.usage;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.Cgroup;
import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.CgroupVersion;
import io.rubik.cgroup.Controller;
import io.rubik.cgroup.FlatKeyed;
import io.rubik.cgroup.OpenFile;
import io.rubik.cgroup.ReadBuffer;
import java.io.IOException;
import java.util.Optional;

/**
 * What a cgroup does with the CPUs, whose files stay open: {@code cpu.stat} and {@code
 * cpuacct.usage} on v1, {@code cpu.stat} alone on v2. The forms are those of {@link
 * Attributes#CPU_THROTTLING} and {@link Attributes#CPU_USAGE_NANOS}.
 */
public final class CpuActivity implements AutoCloseable {

  private static final long NANOS_PER_MICRO = 1000;

  private final Cgroup cgroup;
  private final CgroupVersion version;
  private final Optional<String> identity;
  private final OpenFile stat;

  /** On v1 alone. */
  private final Optional<OpenFile> usage;

  private long usageNanos;
  private long throttledPeriods;
  private long throttledNanos;

  private CpuActivity(
      Cgroup cgroup, CgroupVersion version, OpenFile stat, Optional<OpenFile> usage) {
    this.cgroup = cgroup;
    this.version = version;
    this.stat = stat;
    this.usage = usage;
    this.identity = identity(cgroup);
  }

  /** Opens what a cgroup does with the CPUs; empty when the cgroup is gone. */
  public static Optional<CpuActivity> open(CgroupTree tree, String path) throws IOException {
    Cgroup cgroup = tree.cgroup(path);
    try {
      OpenFile stat = cgroup.openFile(Attributes.CPU_THROTTLING);
      try {
        Optional<OpenFile> usage =
            switch (tree.version()) {
              case V1 -> Optional.of(cgroup.openFile(Attributes.CPU_USAGE_NANOS));
              case V2 -> Optional.empty();
            };
        return Optional.of(new CpuActivity(cgroup, tree.version(), stat, usage));
      } catch (IOException e) {
        stat.close();
        throw e;
      }
    } catch (IOException e) {
      if (cgroup.exists(Controller.CPU) && cgroup.exists(Controller.CPUACCT)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static Optional<String> identity(Cgroup cgroup) {
    return cgroup
        .identity(Controller.CPU)
        .flatMap(cpu -> cgroup.identity(Controller.CPUACCT).map(usage -> cpu + " " + usage));
  }

  /** Returns whether this still is the cgroup of that path. */
  public boolean isCurrent() {
    return identity.isPresent() && identity.equals(identity(cgroup));
  }

  /** Reads the files; returns false when the cgroup is gone. */
  public boolean read(ReadBuffer buffer) throws IOException {
    try {
      readStat(buffer);
      if (usage.isPresent()) {
        readUsage(usage.get(), buffer);
      }
      return true;
    } catch (IOException e) {
      if (!isCurrent()) {
        return false;
      }
      throw e;
    }
  }

  private void readStat(ReadBuffer buffer) throws IOException {
    read(stat, buffer);
    try {
      throttledPeriods = value(buffer, "nr_throttled");
      switch (version) {
        case V1 -> throttledNanos = value(buffer, "throttled_time");
        case V2 -> {
          throttledNanos = value(buffer, "throttled_usec") * NANOS_PER_MICRO;
          usageNanos = value(buffer, "usage_usec") * NANOS_PER_MICRO;
        }
      }
    } catch (IllegalArgumentException e) {
      throw malformed(stat, buffer, e);
    }
  }

  private void readUsage(OpenFile file, ReadBuffer buffer) throws IOException {
    read(file, buffer);
    try {
      usageNanos = FlatKeyed.number(buffer.bytes(), buffer.length());
    } catch (IllegalArgumentException e) {
      throw malformed(file, buffer, e);
    }
  }

  private static void read(OpenFile file, ReadBuffer buffer) throws IOException {
    try {
      file.read(buffer);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static long value(ReadBuffer buffer, String key) {
    return FlatKeyed.value(buffer.bytes(), buffer.length(), key);
  }

  private static IOException malformed(
      OpenFile file, ReadBuffer buffer, IllegalArgumentException e) {
    String text = buffer.toString().strip().replace('\n', ' ');
    return new IOException(file + ": holds \"" + text + "\": " + e.getMessage(), e);
  }

  /** Returns the CPU time used, in ns, as it was read last. */
  public long usageNanos() {
    return usageNanos;
  }

  /** Returns in how many periods the quota was used up, as it was read last. */
  public long throttledPeriods() {
    return throttledPeriods;
  }

  /** Returns for how long, in ns summed over the CPUs, tasks were held back, as read last. */
  public long throttledNanos() {
    return throttledNanos;
  }

  @Override
  public void close() throws IOException {
    try (stat) {
      if (usage.isPresent()) {
        usage.get().close();
      }
    }
  }
}
