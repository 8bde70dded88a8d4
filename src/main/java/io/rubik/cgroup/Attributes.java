package io.rubik.cgroup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every kernel control rubik uses. Where a comment names no other document, v1 is in
 * Documentation/scheduler/sched-bwc.rst and Documentation/admin-guide/cgroup-v1/ of the kernel, v2
 * in Documentation/admin-guide/cgroup-v2.rst.
 */
public final class Attributes {

  private static final List<Setting<?>> SETTINGS = new ArrayList<>();
  private static final List<DeviceSetting<?>> DEVICE_SETTINGS = new ArrayList<>();

  /**
   * -1 offline, 0 online: online tasks preempt offline ones. openEuler kernels only; a write walks
   * the subtree, a new child inherits its parent's, and -1 → 0 is EINVAL.
   */
  public static final Setting<Integer> CPU_QOS_LEVEL =
      setting(Setting.onV1(Controller.CPU, "cpu.qos_level", ValueType.integer(-1, 0)).lasting());

  /**
   * -1 offline, 0 online: memory is taken from offline groups first. openEuler kernels only; it
   * counts only while {@code /proc/sys/vm/memcg_qos_enable} is 1.
   */
  public static final Setting<Integer> MEMORY_QOS_LEVEL =
      setting(
          Setting.onV1(Controller.MEMORY, "memory.qos_level", ValueType.integer(-1, 0)).lasting());

  /**
   * Whether tasks run only on CPUs that others leave, or by a weight; in two files, {@link
   * CpuPriority#IDLE_FILE} and {@link CpuPriority#WEIGHT_FILE}. The name is that of the first,
   * which kernels before 5.15 do not have.
   */
  public static final Setting<CpuPriority> CPU_PRIORITY =
      setting(
          Setting.onV1(Controller.CPU, "cpu.idle", new CpuPriority.Text(2, 262_144))
              .andOnV2("cpu.idle", new CpuPriority.Text(1, 10_000)));

  /**
   * CPU time for each period: {@code 50000}, {@code -1} on v1; {@code 50000 100000}, {@code max
   * 100000} on v2, where only the quota is written (sched-bwc.rst; cgroup-v2.rst, cpu.max). On v1
   * no cgroup may have a greater share of its period than one above it: EINVAL.
   */
  public static final Setting<CpuQuota> CPU_QUOTA =
      setting(
          Setting.onV1(Controller.CPU, "cpu.cfs_quota_us", new CpuQuota.V1())
              .andOnV2("cpu.max", new CpuQuota.V2()));

  /**
   * The period of the quota in µs, which rubik only reads: {@code 100000} on v1, the second number
   * of {@code 50000 100000} on v2 (sched-bwc.rst; cgroup-v2.rst, cpu.max).
   */
  public static final Gauge<Long> CPU_PERIOD_MICROS =
      Gauge.onV1(Controller.CPU, "cpu.cfs_period_us", ValueReader.WHOLE_NUMBER)
          .andOnV2("cpu.max", new CpuPeriod());

  /**
   * CPU time in µs that may be saved up and used beyond the quota: {@code 20000}; at most the quota
   * where there is one, else EINVAL. From Linux 5.14 (sched-bwc.rst, cgroup-v2.rst, cpu.max.burst).
   */
  public static final Setting<Long> CPU_BURST_MICROS =
      setting(
          Setting.onV1(Controller.CPU, "cpu.cfs_burst_us", CpuQuota.BURST)
              .andOnV2("cpu.max.burst", CpuQuota.BURST));

  /**
   * Of {@code cpu.stat} the lines {@code nr_throttled 12} and {@code throttled_time 34000} (ns, v1)
   * or {@code throttled_usec 34} (v2, absent while the controller is off): sched-bwc.rst,
   * cgroup-v2.rst.
   */
  public static final Gauge<CpuThrottling> CPU_THROTTLING =
      Gauge.onV1(Controller.CPU, "cpu.stat", new CpuThrottling.V1())
          .andOnV2("cpu.stat", new CpuThrottling.V2());

  /**
   * CPU time used, in ns: {@code 1234567890} on v1, the line {@code usage_usec 1234567} of {@code
   * cpu.stat} on v2 (cgroup-v1/cpuacct.rst; cgroup-v2.rst). Rubik only reads it.
   */
  public static final Gauge<Long> CPU_USAGE_NANOS =
      Gauge.onV1(Controller.CPUACCT, "cpuacct.usage", ValueReader.WHOLE_NUMBER)
          .andOnV2("cpu.stat", new CpuUsage());

  /**
   * The hard limit, kept in whole pages: {@code 1073741824}; 9223372036854771712 (v1) or {@code
   * max} for none (cgroup-v1/memory.rst; cgroup-v2.rst, memory.max). On v1 a limit below what
   * cannot be reclaimed is EBUSY, after a while; v2 accepts it, and the OOM killer runs.
   */
  public static final Setting<MemoryLimit> MEMORY_LIMIT =
      setting(
          Setting.onV1(Controller.MEMORY, "memory.limit_in_bytes", new MemoryLimit.V1())
              .andOnV2("memory.max", new MemoryLimit.V2()));

  /** Memory used, page cache included: {@code 52428800} (cgroup-v1/memory.rst; cgroup-v2.rst). */
  public static final Gauge<Long> MEMORY_USAGE_BYTES =
      Gauge.onV1(Controller.MEMORY, "memory.usage_in_bytes", ValueReader.WHOLE_NUMBER)
          .andOnV2("memory.current", ValueReader.WHOLE_NUMBER);

  /**
   * What a cgroup is shrunk to when the node is short of memory: {@code 52428800}; any number is
   * accepted (cgroup-v1/memory.rst). v2 has no equivalent.
   */
  public static final Setting<MemoryLimit> MEMORY_SOFT_LIMIT =
      setting(Setting.onV1(Controller.MEMORY, "memory.soft_limit_in_bytes", new MemoryLimit.V1()));

  /**
   * Beyond it a cgroup is slowed down and reclaimed from: {@code 1073741824}, {@code max}
   * (cgroup-v2.rst). On v1 only openEuler kernels have it.
   */
  public static final Setting<MemoryLimit> MEMORY_HIGH =
      setting(
          Setting.onV1(Controller.MEMORY, "memory.high", new MemoryLimit.V2())
              .andOnV2("memory.high", new MemoryLimit.V2()));

  /**
   * At how many percent of memory.high the kernel begins to reclaim in the background: {@code 80}.
   * openEuler kernels only, at first only on v1.
   */
  public static final Setting<Integer> MEMORY_HIGH_ASYNC_RATIO =
      setting(
          Setting.onV1(Controller.MEMORY, "memory.high_async_ratio", ValueType.integer(0, 100))
              .andOnV2("memory.high_async_ratio", ValueType.integer(0, 100)));

  /**
   * Writing 0 reclaims what can be reclaimed, and can be slow; it cannot be read
   * (cgroup-v1/memory.rst).
   */
  public static final Trigger<Integer> MEMORY_FORCE_EMPTY =
      Trigger.onV1(Controller.MEMORY, "memory.force_empty", ValueType.integer(0, 0));

  /**
   * Writing {@code 1048576} reclaims so many bytes, and can be slow; EAGAIN when it was less; it
   * cannot be read. From Linux 5.19 (cgroup-v2.rst).
   */
  public static final Trigger<Long> MEMORY_RECLAIM_BYTES =
      Trigger.onV2(Controller.MEMORY, "memory.reclaim", ValueType.wholeNumber(1, Long.MAX_VALUE));

  /**
   * 1: if the OOM killer chooses one process of the cgroup, all of them are killed, those below it
   * too (cgroup-v2.rst, memory.oom.group). From Linux 4.19.
   */
  public static final Setting<Integer> MEMORY_OOM_GROUP =
      setting(Setting.onV2(Controller.MEMORY, "memory.oom.group", ValueType.integer(0, 1)));

  /** The highest {@link #OOM_SCORE_ADJ}. */
  public static final int MAX_OOM_SCORE_ADJ = 1000;

  /**
   * How likely the OOM killer chooses the processes of a cgroup: -1000 never, 1000 before all
   * others. No file of the cgroup: each process has its own (Documentation/filesystems/proc.rst,
   * 3.1), and that of the lowest counts.
   */
  public static final Setting<Integer> OOM_SCORE_ADJ =
      setting(
          Setting.onV1(Controller.CPU, "oom_score_adj", ValueType.integer(-1000, MAX_OOM_SCORE_ADJ))
              .andOnV2("oom_score_adj", ValueType.integer(-1000, MAX_OOM_SCORE_ADJ)));

  /** The processes of a cgroup, of any hierarchy: {@link Processes}. */
  public static final Gauge<Processes> PROCESSES =
      Gauge.onV1(Controller.CPU, "cgroup.procs", Processes::parse)
          .andOnV2("cgroup.procs", Processes::parse);

  /**
   * Bytes a cgroup itself, not those below it, may read from a device in a second: {@code 8:0
   * 1048576} (cgroup-v1/blkio-controller.rst); {@code rbps} of {@code io.max}, which those below
   * share, on v2 (cgroup-v2.rst).
   */
  public static final DeviceSetting<DeviceLimit> IO_READ_BYTES = deviceLimit("read_bps", "rbps");

  /** Bytes it may write; see {@link #IO_READ_BYTES}. */
  public static final DeviceSetting<DeviceLimit> IO_WRITE_BYTES = deviceLimit("write_bps", "wbps");

  /** Reads it may make; see {@link #IO_READ_BYTES}. */
  public static final DeviceSetting<DeviceLimit> IO_READS = deviceLimit("read_iops", "riops");

  /** Writes it may make; see {@link #IO_READ_BYTES}. */
  public static final DeviceSetting<DeviceLimit> IO_WRITES = deviceLimit("write_iops", "wiops");

  private Attributes() {}

  private static <T> Setting<T> setting(Setting<T> setting) {
    SETTINGS.add(setting);
    return setting;
  }

  private static DeviceSetting<DeviceLimit> deviceLimit(String v1, String v2) {
    DeviceSetting<DeviceLimit> setting =
        DeviceSetting.onV1(
                Controller.BLKIO, "blkio.throttle." + v1 + "_device", new DeviceLimit.V1())
            .andOnV2("io.max", new DeviceLimit.V2(v2));
    DEVICE_SETTINGS.add(setting);
    return setting;
  }

  /**
   * Returns the setting among these of a name, and of a device where the key is not empty; see
   * {@link SettingCatalogue}.
   */
  public static Optional<Setting<?>> find(String name, String key) {
    return key.isEmpty()
        ? SETTINGS.stream().filter(setting -> setting.isNamed(name)).findFirst()
        : DEVICE_SETTINGS.stream()
            .filter(setting -> setting.isNamed(name))
            .<Setting<?>>map(setting -> setting.at(Device.parse(key)))
            .findFirst();
  }
}
