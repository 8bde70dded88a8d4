package io.rubik.testing;

import static io.rubik.testing.ControlFile.readOnly;
import static io.rubik.testing.ControlFile.readWrite;
import static io.rubik.testing.ControlFile.writeOnly;

import io.rubik.testing.ControlFile.Place;
import java.util.List;
import java.util.stream.Stream;

/** The control files of cgroup v2; a new one is one line. */
final class V2Files {
  private static final String CONTROLLERS = "cpuset cpu io memory hugetlb pids";
  private static final String NO_PRESSURE =
      """
      some avg10=0.00 avg60=0.00 avg300=0.00 total=0
      full avg10=0.00 avg60=0.00 avg300=0.00 total=0\
      """;

  private static final List<ControlFile> EVERYWHERE =
      List.of(
          readOnly("cgroup.controllers", CONTROLLERS),
          readWrite("cgroup.procs", ""),
          readWrite("cgroup.subtree_control", CONTROLLERS),
          readWrite("cgroup.threads", ""),
          readOnly("cpu.pressure", NO_PRESSURE),
          readOnly(
              "cpu.stat",
              """
              usage_usec 0
              user_usec 0
              system_usec 0
              nr_periods 0
              nr_throttled 0
              throttled_usec 0
              nr_bursts 0
              burst_usec 0\
              """),
          readOnly("cpuset.cpus.effective", "0-3"),
          readOnly("io.pressure", NO_PRESSURE),
          readOnly("io.stat", ""),
          readOnly("memory.pressure", NO_PRESSURE),
          writeOnly("memory.reclaim"),
          readOnly("memory.stat", "anon 0\nfile 0\nkernel 0\ninactive_file 0"));

  private static final List<ControlFile> ROOT =
      List.of(readWrite("io.cost.model", ""), readWrite("io.cost.qos", ""));

  private static final List<ControlFile> BELOW_ROOT =
      List.of(
          readOnly("cgroup.events", "populated 0\nfrozen 0"),
          readWrite("cgroup.freeze", "0"),
          writeOnly("cgroup.kill"),
          readWrite("cgroup.type", "domain"),
          readWrite("cpu.idle", "0", CpuWeight::writeIdle).only(Kernel.MAINLINE),
          readWrite("cpu.max", "max 100000", CpuMax::writeMax),
          readWrite("cpu.max.burst", "0", CpuMax::writeBurst).only(Kernel.MAINLINE),
          readWrite("cpu.weight", "100", CpuWeight::writeWeight),
          readWrite("cpuset.cpus", ""),
          readWrite("io.max", "", IoMax::write),
          readWrite("io.weight", "default 100"),
          readOnly("memory.current", "0"),
          readOnly("memory.events", "low 0\nhigh 0\nmax 0\noom 0\noom_kill 0\noom_group_kill 0"),
          readWrite("memory.high", "max", MemoryLimit::writeMax),
          readWrite("memory.low", "0", MemoryLimit::writeMax),
          readWrite("memory.max", "max", MemoryLimit::writeMax),
          readWrite("memory.min", "0", MemoryLimit::writeMax),
          readWrite("memory.oom.group", "0"));

  private V2Files() {}

  static List<ControlFile> of(Kernel kernel) {
    return Stream.of(
            EVERYWHERE.stream(),
            ROOT.stream().map(file -> file.only(Place.ROOT)),
            BELOW_ROOT.stream().map(file -> file.only(Place.BELOW_ROOT)))
        .flatMap(files -> files)
        .filter(file -> file.kernels().contains(kernel))
        .toList();
  }
}
