package io.rubik.cgroup;

import java.util.List;

/**
 * Every kernel control rubik uses. Where a comment names no other document, v1 is in
 * Documentation/scheduler/sched-bwc.rst and Documentation/admin-guide/cgroup-v1/ of the kernel, v2
 * in Documentation/admin-guide/cgroup-v2.rst.
 */
public final class Attributes {

  /**
   * -1 offline, 0 online: online tasks preempt offline ones. openEuler kernels alone; a write walks
   * the subtree, a new child inherits its parent's, and -1 → 0 is EINVAL.
   */
  public static final Attribute<Integer> CPU_QOS_LEVEL =
      Attribute.onV1(Controller.CPU, "cpu.qos_level", ValueType.integer(-1, 0)).lasting();

  /**
   * -1 offline, 0 online: memory is taken from offline groups first. openEuler kernels alone; it
   * counts only while {@code /proc/sys/vm/memcg_qos_enable} is 1.
   */
  public static final Attribute<Integer> MEMORY_QOS_LEVEL =
      Attribute.onV1(Controller.MEMORY, "memory.qos_level", ValueType.integer(-1, 0)).lasting();

  /**
   * CPU time for each period: {@code 50000}, {@code -1} on v1; {@code 50000 100000}, {@code max
   * 100000} on v2, where the quota alone is written (sched-bwc.rst; cgroup-v2.rst, cpu.max). On v1
   * no cgroup may have a greater share of its period than one above it: EINVAL.
   */
  public static final Attribute<CpuQuota> CPU_QUOTA =
      Attribute.onV1(Controller.CPU, "cpu.cfs_quota_us", new CpuQuota.V1())
          .andOnV2("cpu.max", new CpuQuota.V2());

  /**
   * The period of the quota in µs, which rubik only reads: {@code 100000} on v1, the second number
   * of {@code 50000 100000} on v2 (sched-bwc.rst; cgroup-v2.rst, cpu.max).
   */
  public static final Attribute<Long> CPU_PERIOD_MICROS =
      Attribute.onV1(Controller.CPU, "cpu.cfs_period_us", new ReadOnly.WholeNumber())
          .andOnV2("cpu.max", new CpuPeriod());

  /**
   * CPU time in µs that may be saved up and used beyond the quota: {@code 20000}; at most the quota
   * where there is one, else EINVAL. From Linux 5.14 (sched-bwc.rst, cgroup-v2.rst, cpu.max.burst).
   */
  public static final Attribute<Long> CPU_BURST_MICROS =
      Attribute.onV1(Controller.CPU, "cpu.cfs_burst_us", CpuQuota.BURST)
          .andOnV2("cpu.max.burst", CpuQuota.BURST);

  /**
   * Of {@code cpu.stat} the lines {@code nr_throttled 12} and {@code throttled_time 34000} (ns, v1)
   * or {@code throttled_usec 34} (v2, absent while the controller is off): sched-bwc.rst,
   * cgroup-v2.rst.
   */
  public static final Attribute<CpuThrottling> CPU_THROTTLING =
      Attribute.onV1(Controller.CPU, "cpu.stat", new CpuThrottling.V1())
          .andOnV2("cpu.stat", new CpuThrottling.V2());

  /**
   * CPU time used, in ns: {@code 1234567890} on v1, the line {@code usage_usec 1234567} of {@code
   * cpu.stat} on v2 (cgroup-v1/cpuacct.rst; cgroup-v2.rst). Rubik only reads it.
   */
  public static final Attribute<Long> CPU_USAGE_NANOS =
      Attribute.onV1(Controller.CPUACCT, "cpuacct.usage", new ReadOnly.WholeNumber())
          .andOnV2("cpu.stat", new CpuUsage());

  /**
   * The hard limit, kept in whole pages: {@code 1073741824}; 9223372036854771712 (v1) or {@code
   * max} for none (cgroup-v1/memory.rst; cgroup-v2.rst, memory.max). On v1 a limit below what
   * cannot be reclaimed is EBUSY, after a while; v2 takes it and kills.
   */
  public static final Attribute<MemoryLimit> MEMORY_LIMIT =
      Attribute.onV1(Controller.MEMORY, "memory.limit_in_bytes", new MemoryLimit.V1())
          .andOnV2("memory.max", new MemoryLimit.V2());

  /** Memory used, page cache included: {@code 52428800} (cgroup-v1/memory.rst; cgroup-v2.rst). */
  public static final Attribute<Long> MEMORY_USAGE_BYTES =
      Attribute.onV1(Controller.MEMORY, "memory.usage_in_bytes", new ReadOnly.WholeNumber())
          .andOnV2("memory.current", new ReadOnly.WholeNumber());

  /**
   * What a cgroup is shrunk to when the node is short of memory: {@code 52428800}; any number is
   * taken (cgroup-v1/memory.rst). v2 has nothing of the kind.
   */
  public static final Attribute<MemoryLimit> MEMORY_SOFT_LIMIT =
      Attribute.onV1(Controller.MEMORY, "memory.soft_limit_in_bytes", new MemoryLimit.V1());

  /**
   * Beyond it a cgroup is slowed down and reclaimed from: {@code 1073741824}, {@code max}
   * (cgroup-v2.rst). On v1 openEuler kernels alone have it.
   */
  public static final Attribute<MemoryLimit> MEMORY_HIGH =
      Attribute.onV1(Controller.MEMORY, "memory.high", new MemoryLimit.V2())
          .andOnV2("memory.high", new MemoryLimit.V2());

  /**
   * At how many percent of memory.high the kernel begins to reclaim in the background: {@code 80}.
   * openEuler kernels alone, at first on v1 only.
   */
  public static final Attribute<Integer> MEMORY_HIGH_ASYNC_RATIO =
      Attribute.onV1(Controller.MEMORY, "memory.high_async_ratio", ValueType.integer(0, 100))
          .andOnV2("memory.high_async_ratio", ValueType.integer(0, 100));

  /**
   * Writing 0 drops what can be reclaimed, and takes its time; it cannot be read
   * (cgroup-v1/memory.rst).
   */
  public static final Attribute<Integer> MEMORY_FORCE_EMPTY =
      Attribute.onV1(Controller.MEMORY, "memory.force_empty", ValueType.integer(0, 0));

  /**
   * Writing {@code 1048576} reclaims so many bytes, and takes its time; EAGAIN when it was less; it
   * cannot be read. From Linux 5.19 (cgroup-v2.rst).
   */
  public static final Attribute<Long> MEMORY_RECLAIM_BYTES =
      Attribute.onV2(Controller.MEMORY, "memory.reclaim", ValueType.wholeNumber(1, Long.MAX_VALUE));

  /** Those that rubik writes, by which the journal knows them. */
  public static final List<Attribute<?>> WRITTEN =
      List.of(
          CPU_QOS_LEVEL,
          MEMORY_QOS_LEVEL,
          CPU_QUOTA,
          CPU_BURST_MICROS,
          MEMORY_LIMIT,
          MEMORY_SOFT_LIMIT,
          MEMORY_HIGH,
          MEMORY_HIGH_ASYNC_RATIO);

  private Attributes() {}
}
