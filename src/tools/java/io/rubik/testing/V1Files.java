package io.rubik.testing;

import static io.rubik.testing.ControlFile.readOnly;
import static io.rubik.testing.ControlFile.readWrite;
import static io.rubik.testing.ControlFile.writeOnly;

import io.rubik.testing.ControlFile.Place;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The control files of cgroup v1; a new one is one line. */
final class V1Files {
  private static final String UNLIMITED_BYTES = "9223372036854771712";
  private static final String NO_PRESSURE =
      """
      some avg10=0.00 avg60=0.00 avg300=0.00 total=0
      full avg10=0.00 avg60=0.00 avg300=0.00 total=0\
      """;

  private static final List<ControlFile> COMMON =
      List.of(
          readWrite("cgroup.clone_children", "0"),
          readWrite("cgroup.procs", ""),
          readWrite("notify_on_release", "0"),
          readWrite("tasks", ""));

  private static final List<ControlFile> CPU =
      List.of(
          readWrite("cpu.cfs_burst_us", "0", CfsBandwidth::writeBurst),
          readWrite("cpu.cfs_period_us", "100000", CfsBandwidth::writePeriod),
          readWrite("cpu.cfs_quota_us", "-1", CfsBandwidth::writeQuota),
          readWrite("cpu.idle", "0", CpuWeight::writeIdle).only(Kernel.MAINLINE),
          readWrite("cpu.qos_level", "0", new QosLevel("cpu.qos_level")).only(Kernel.OPENEULER),
          readWrite("cpu.shares", "1024", CpuWeight::writeShares),
          readOnly(
              "cpu.stat",
              """
              nr_periods 0
              nr_throttled 0
              throttled_time 0
              nr_bursts 0
              burst_time 0\
              """));

  private static final List<ControlFile> CPUACCT =
      List.of(
          readWrite("cpuacct.usage", "0"),
          readOnly("cpuacct.stat", "user 0\nsystem 0"),
          readOnly("cpuacct.usage_percpu", "0 0 0 0"),
          readOnly("cpu.pressure", NO_PRESSURE).only(Kernel.OPENEULER),
          readOnly("io.pressure", NO_PRESSURE).only(Kernel.OPENEULER),
          readOnly("memory.pressure", NO_PRESSURE).only(Kernel.OPENEULER));

  private static final List<ControlFile> MEMORY =
      List.of(
          readWrite("memory.failcnt", "0"),
          writeOnly("memory.force_empty"),
          readWrite("memory.high", "max", MemoryLimit::writeMax).only(Kernel.OPENEULER),
          readWrite("memory.high_async_ratio", "100").only(Kernel.OPENEULER),
          readWrite("memory.limit_in_bytes", UNLIMITED_BYTES, MemoryLimit::writeHard),
          readWrite("memory.max_usage_in_bytes", "0"),
          readWrite("memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 0"),
          readWrite("memory.qos_level", "0", new QosLevel("memory.qos_level"))
              .only(Kernel.OPENEULER),
          readWrite("memory.soft_limit_in_bytes", UNLIMITED_BYTES, MemoryLimit::writeSoft),
          readOnly(
              "memory.stat", "cache 0\nrss 0\ntotal_cache 0\ntotal_rss 0\ntotal_inactive_file 0"),
          readOnly("memory.usage_in_bytes", "0"),
          readWrite("memory.wb_blkio_ino", "0").only(Kernel.OPENEULER));

  private static final List<ControlFile> BLKIO =
      List.of(
          readWrite("blkio.cost.model", "").only(Kernel.OPENEULER).only(Place.ROOT),
          readWrite("blkio.cost.qos", "").only(Kernel.OPENEULER).only(Place.ROOT),
          readWrite("blkio.cost.weight", "default 100")
              .only(Kernel.OPENEULER)
              .only(Place.BELOW_ROOT),
          throttle("blkio.throttle.read_bps_device"),
          throttle("blkio.throttle.read_iops_device"),
          throttle("blkio.throttle.write_bps_device"),
          throttle("blkio.throttle.write_iops_device"),
          readOnly("blkio.throttle.io_service_bytes", "Total 0"),
          readOnly("blkio.throttle.io_serviced", "Total 0"));

  private static final List<ControlFile> CPUSET =
      List.of(
          readWrite("cpuset.cpus", "0-3"),
          readWrite("cpuset.mems", "0"),
          readOnly("cpuset.effective_cpus", "0-3"),
          readOnly("cpuset.effective_mems", "0"));

  private static final List<ControlFile> NET_CLS = List.of(readWrite("net_cls.classid", "0"));

  private static final Map<String, List<ControlFile>> BY_CONTROLLER =
      Map.of(
          "cpu", CPU,
          "cpuacct", CPUACCT,
          "memory", MEMORY,
          "blkio", BLKIO,
          "cpuset", CPUSET,
          "net_cls", NET_CLS,
          "perf_event", List.of());

  private V1Files() {}

  /** The files of a hierarchy with these controllers. */
  static List<ControlFile> of(List<String> controllers, Kernel kernel) {
    return Stream.concat(
            COMMON.stream(),
            controllers.stream().flatMap(c -> BY_CONTROLLER.getOrDefault(c, List.of()).stream()))
        .filter(file -> file.kernels().contains(kernel))
        .toList();
  }

  private static ControlFile throttle(String file) {
    return readWrite(file, "", DeviceValues.of(file));
  }
}
