package io.rubik.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Thrown;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each control on {@code kubepods/podx} of an openEuler node with v1 and a mainline one with v2.
 */
final class AttributesTest {

  private static final String POD = "kubepods/podx";
  private static final Setting<DeviceLimit> READS = Attributes.IO_READS.at(new Device(8, 16));

  private final CgroupFixture v1 = CgroupFixture.v1().cgroupfs().openEuler().cgroup(POD);
  private final CgroupFixture v2 = CgroupFixture.v2().cgroupfs().mainline().cgroup(POD);
  private Cgroup onV1;
  private Cgroup onV2;

  @BeforeEach
  void detect() throws IOException {
    onV1 = v1.tree().cgroup(POD);
    onV2 = v2.tree().cgroup(POD);
  }

  @AfterEach
  void close() {
    v1.close();
    v2.close();
  }

  private Cgroup on(String version) {
    return version.equals("v1") ? onV1 : onV2;
  }

  private CgroupFixture node(String version) {
    return version.equals("v1") ? v1 : v2;
  }

  /** What a file holds and what is read of it. */
  record Reading<T>(
      String version,
      ReadableAttribute<T> attribute,
      String hierarchy,
      String file,
      String text,
      T value) {}

  static Stream<Reading<?>> readings() {
    String stat1 = "nr_periods 9\nnr_throttled 12\nthrottled_time 34000\nnr_bursts 0\nburst_time 0";
    String stat2 = "usage_usec 7\nuser_usec 1\nnr_periods 9\nnr_throttled 12\nthrottled_usec 34";
    MemoryLimit none = MemoryLimit.UNLIMITED;
    return Stream.of(
        v1(Attributes.CPU_QUOTA, "cpu.cfs_quota_us", "50000", new CpuQuota(50_000)),
        v1(Attributes.CPU_QUOTA, "cpu.cfs_quota_us", "-1", CpuQuota.UNLIMITED),
        v2(Attributes.CPU_QUOTA, "cpu.max", "50000 100000", new CpuQuota(50_000)),
        v2(Attributes.CPU_QUOTA, "cpu.max", "max 100000", CpuQuota.UNLIMITED),
        v1(Attributes.CPU_PERIOD_MICROS, "cpu.cfs_period_us", "20000", 20_000L),
        v2(Attributes.CPU_PERIOD_MICROS, "cpu.max", "50000 20000", 20_000L),
        v2(Attributes.CPU_PERIOD_MICROS, "cpu.max", "max 20000", 20_000L),
        v1(Attributes.CPU_BURST_MICROS, "cpu.cfs_burst_us", "20000", 20_000L),
        v2(Attributes.CPU_BURST_MICROS, "cpu.max.burst", "20000", 20_000L),
        v1(Attributes.CPU_THROTTLING, "cpu.stat", stat1, new CpuThrottling(12, 34_000)),
        v2(Attributes.CPU_THROTTLING, "cpu.stat", stat2, new CpuThrottling(12, 34_000)),
        v1(Attributes.CPU_USAGE_NANOS, "cpuacct.usage", "7000", 7000L),
        v2(Attributes.CPU_USAGE_NANOS, "cpu.stat", stat2, 7000L),
        v1(Attributes.MEMORY_LIMIT, "memory.limit_in_bytes", "4096", new MemoryLimit(4096)),
        v1(Attributes.MEMORY_LIMIT, "memory.limit_in_bytes", "9223372036854771712", none),
        v1(Attributes.MEMORY_LIMIT, "memory.limit_in_bytes", "9223372036854710272", none),
        // The journal holds what is written: an unlimited original was lost with a crash.
        v1(Attributes.MEMORY_LIMIT, "memory.limit_in_bytes", "-1", none),
        v2(Attributes.MEMORY_LIMIT, "memory.max", "4096", new MemoryLimit(4096)),
        v2(Attributes.MEMORY_LIMIT, "memory.max", "max", none),
        v1(Attributes.MEMORY_USAGE_BYTES, "memory.usage_in_bytes", "52428800", 52_428_800L),
        v2(Attributes.MEMORY_USAGE_BYTES, "memory.current", "52428800", 52_428_800L),
        v1(Attributes.MEMORY_SOFT_LIMIT, "memory.soft_limit_in_bytes", "0", new MemoryLimit(0)),
        v1(Attributes.MEMORY_HIGH, "memory.high", "max", none),
        v1(Attributes.MEMORY_HIGH, "memory.high", "4096", new MemoryLimit(4096)),
        v2(Attributes.MEMORY_HIGH, "memory.high", "4096", new MemoryLimit(4096)),
        v1(Attributes.MEMORY_HIGH_ASYNC_RATIO, "memory.high_async_ratio", "80", 80),
        v1(READS, "blkio.throttle.read_iops_device", "8:0 9\n8:16 12", new DeviceLimit(12)),
        v1(READS, "blkio.throttle.read_iops_device", "8:16 0", DeviceLimit.UNLIMITED),
        v1(READS, "blkio.throttle.read_iops_device", "18:16 9", DeviceLimit.UNLIMITED),
        v2(READS, "io.max", "8:16 rbps=max wbps=9 riops=12 wiops=max", new DeviceLimit(12)),
        v2(READS, "io.max", "8:16 rbps=7 wbps=max riops=max wiops=max", DeviceLimit.UNLIMITED),
        v2(READS, "io.max", "8:16 riops=max", DeviceLimit.UNLIMITED),
        v2(READS, "io.max", "", DeviceLimit.UNLIMITED));
  }

  private static <T> Reading<T> v1(
      ReadableAttribute<T> attribute, String file, String text, T value) {
    String hierarchy = file.substring(0, file.indexOf('.'));
    return new Reading<>("v1", attribute, hierarchy, file, text, value);
  }

  private static <T> Reading<T> v2(
      ReadableAttribute<T> attribute, String file, String text, T value) {
    return new Reading<>("v2", attribute, "", file, text, value);
  }

  @ParameterizedTest
  @MethodSource("readings")
  void valueIsRead(Reading<?> row) throws IOException {
    node(row.version()).set(row.hierarchy(), POD, row.file(), row.text());

    assertEquals(Optional.of(row.value()), on(row.version()).read(row.attribute()));
  }

  /** What is written, the text it is written as, and what the kernel makes of it. */
  record Writing<T>(
      String version,
      WritableAttribute<T> attribute,
      T value,
      String file,
      String text,
      String kept) {}

  static Stream<Writing<?>> writings() {
    Setting<MemoryLimit> hard = Attributes.MEMORY_LIMIT;
    Setting<MemoryLimit> soft = Attributes.MEMORY_SOFT_LIMIT;
    MemoryLimit page = new MemoryLimit(4096);
    String none = "9223372036854771712";
    return Stream.of(
        w1(Attributes.CPU_QUOTA, new CpuQuota(1000), "cpu.cfs_quota_us", "1000", "1000"),
        w1(Attributes.CPU_QUOTA, CpuQuota.UNLIMITED, "cpu.cfs_quota_us", "-1", "-1"),
        w2(Attributes.CPU_QUOTA, new CpuQuota(1000), "cpu.max", "1000", "1000 20000"),
        w2(Attributes.CPU_QUOTA, CpuQuota.UNLIMITED, "cpu.max", "max", "max 20000"),
        w1(Attributes.CPU_BURST_MICROS, 0L, "cpu.cfs_burst_us", "0", "0"),
        w1(Attributes.CPU_BURST_MICROS, 30_000L, "cpu.cfs_burst_us", "30000", "30000"),
        w2(Attributes.CPU_BURST_MICROS, 30_000L, "cpu.max.burst", "30000", "30000"),
        w1(hard, page, "memory.limit_in_bytes", "4096", "4096"),
        w1(hard, MemoryLimit.UNLIMITED, "memory.limit_in_bytes", "-1", none),
        w2(hard, page, "memory.max", "4096", "4096"),
        w2(hard, MemoryLimit.UNLIMITED, "memory.max", "max", "max"),
        w1(soft, page, "memory.soft_limit_in_bytes", "4096", "4096"),
        w1(soft, MemoryLimit.UNLIMITED, "memory.soft_limit_in_bytes", "-1", none),
        w1(Attributes.MEMORY_HIGH, page, "memory.high", "4096", "4096"),
        w1(Attributes.MEMORY_HIGH, MemoryLimit.UNLIMITED, "memory.high", "max", "max"),
        w2(Attributes.MEMORY_HIGH, MemoryLimit.UNLIMITED, "memory.high", "max", "max"),
        w1(Attributes.MEMORY_HIGH_ASYNC_RATIO, 80, "memory.high_async_ratio", "80", "80"),
        w1(Attributes.MEMORY_FORCE_EMPTY, 0, "memory.force_empty", "0", ""),
        w2(Attributes.MEMORY_RECLAIM_BYTES, 4096L, "memory.reclaim", "4096", ""),
        w1(READS, new DeviceLimit(7), "blkio.throttle.read_iops_device", "8:16 7", "8:16 7"),
        w1(READS, DeviceLimit.UNLIMITED, "blkio.throttle.read_iops_device", "8:16 0", ""),
        w2(
            READS,
            new DeviceLimit(7),
            "io.max",
            "8:16 riops=7",
            "8:16 rbps=max wbps=max riops=7 wiops=max"),
        w2(READS, DeviceLimit.UNLIMITED, "io.max", "8:16 riops=max", ""));
  }

  private static <T> Writing<T> w1(
      WritableAttribute<T> attribute, T value, String file, String text, String kept) {
    return new Writing<>("v1", attribute, value, file, text, kept);
  }

  private static <T> Writing<T> w2(
      WritableAttribute<T> attribute, T value, String file, String text, String kept) {
    return new Writing<>("v2", attribute, value, file, text, kept);
  }

  @ParameterizedTest
  @MethodSource("writings")
  <T> void valueIsWrittenAsTheKernelWantsIt(Writing<T> row) throws IOException {
    CgroupFixture node = node(row.version());
    v2.set("", POD, "cpu.max", "max 20000");
    String hierarchy = row.attribute().controller().kernelName();

    on(row.version()).write(row.attribute(), row.value());

    assertEquals(
        List.of(row.text()), node.recording().writes().stream().map(w -> w.text()).toList());
    if (!row.kept().isEmpty()) {
      assertEquals(row.kept(), node.read(hierarchy, POD, row.file()));
    }
  }

  /** A value no kernel would take, on every version that has the control. */
  record Refused<T>(WritableAttribute<T> attribute, T value) {}

  static Stream<Refused<?>> refused() {
    return Stream.of(
        new Refused<>(Attributes.CPU_QUOTA, new CpuQuota(0)),
        new Refused<>(Attributes.CPU_QUOTA, new CpuQuota(999)),
        new Refused<>(Attributes.CPU_QUOTA, new CpuQuota(1L << 44)),
        new Refused<>(Attributes.CPU_BURST_MICROS, -1L),
        new Refused<>(Attributes.CPU_BURST_MICROS, 1L << 44),
        new Refused<>(Attributes.MEMORY_HIGH_ASYNC_RATIO, 101),
        new Refused<>(Attributes.MEMORY_FORCE_EMPTY, 1),
        new Refused<>(Attributes.MEMORY_RECLAIM_BYTES, 0L));
  }

  @ParameterizedTest
  @MethodSource("refused")
  <T> void valueTheKernelWouldNotTakeIsNotWritten(Refused<T> row) {
    for (CgroupVersion version : CgroupVersion.values()) {
      if (row.attribute().writer(version).isPresent()) {
        Cgroup cgroup = on(version.toString());
        assertThrows(
            IllegalArgumentException.class, () -> cgroup.write(row.attribute(), row.value()));
      }
    }
    assertEquals(List.of(), v1.recording().openings());
    assertEquals(List.of(), v2.recording().openings());
  }

  @Test
  void negativeMemoryLimitIsNoLimit() {
    assertThrows(IllegalArgumentException.class, () -> new MemoryLimit(-1));
  }

  @Test
  void anyNegativeQuotaIsUnlimited() {
    assertEquals(CpuQuota.UNLIMITED, new CpuQuota(-5));
    assertTrue(CpuQuota.UNLIMITED.isUnlimited());
    assertFalse(new CpuQuota(1000).isUnlimited());
  }

  /** While the controller is not enabled for a cgroup, its cpu.stat is short. */
  @Test
  void throttlingIsMissedWhereTheControllerIsOff() throws IOException {
    v2.set("", POD, "cpu.stat", "usage_usec 7\nuser_usec 1\nsystem_usec 6");

    String failure = Thrown.message(IOException.class, () -> onV2.read(Attributes.CPU_THROTTLING));

    assertTrue(failure.endsWith(": there is no nr_throttled"), failure);
    assertEquals(Optional.of(7000L), onV2.read(Attributes.CPU_USAGE_NANOS));
  }

  @Test
  void keyIsTheWholeWordAtTheBeginningOfItsLine() {
    String text = "xusage_usec 1\nusage_usec_more 2\nusage_usec 3\nusage_usec 4";

    assertEquals(3, FlatKeyed.value(text, "usage_usec"));
    for (String wrong : List.of("", "usage_usec", "usage_usec ", "usage_usec x", "usage_usec\n5")) {
      assertThrows(
          IllegalArgumentException.class, () -> FlatKeyed.value(wrong, "usage_usec"), wrong);
    }
  }

  /** In floating point 0.29 · 100000 is 28999.999…, and kubelet has 29000. */
  @Test
  void quotaOfALimitIsKubelets() {
    assertEquals(new CpuQuota(29_000), CpuQuota.ofLimit(290, 100_000));
    assertEquals(new CpuQuota(200_000), CpuQuota.ofLimit(2000, 100_000));
    assertEquals(new CpuQuota(1665), CpuQuota.ofLimit(333, 5003));
    assertEquals(new CpuQuota(1000), CpuQuota.ofLimit(1, 100_000));
    assertEquals(new CpuQuota(17_592_186_000_000L), CpuQuota.ofLimit(Long.MAX_VALUE, 100_000));
  }

  @Test
  void whatAVersionLacksIsSaid() throws IOException {
    CgroupTree tree1 = v1.tree();
    CgroupTree tree2 = v2.tree();

    assertFalse(tree1.support(Attributes.MEMORY_RECLAIM_BYTES).isThere());
    assertFalse(tree2.support(Attributes.MEMORY_SOFT_LIMIT).isThere());
    assertFalse(tree2.support(Attributes.MEMORY_FORCE_EMPTY).isThere());
    assertFalse(tree2.support(Attributes.MEMORY_HIGH_ASYNC_RATIO).isThere());
    assertTrue(tree1.support(Attributes.CPU_USAGE_NANOS).isThere());
    assertTrue(tree2.support(Attributes.CPU_QUOTA).isThere());
    assertEquals("memory.reclaim", Attributes.MEMORY_RECLAIM_BYTES.toString());
  }

  /** Log and journal named the file of cgroup v1 on v2. */
  @Test
  void namesAreThoseOfTheVersionAndFoundByEither() {
    Setting<?> reads = Attributes.IO_READ_BYTES.at(Device.parse("8:0"));

    assertEquals("memory.max", Attributes.MEMORY_LIMIT.name(CgroupVersion.V2));
    assertEquals("memory.limit_in_bytes", Attributes.MEMORY_LIMIT.name(CgroupVersion.V1));
    assertEquals("io.max rbps", reads.name(CgroupVersion.V2));
    assertEquals("blkio.throttle.read_bps_device", reads.name(CgroupVersion.V1));
    assertEquals(POD + "/memory.max", onV2.name(Attributes.MEMORY_LIMIT));
    assertEquals(POD + "/memory.reclaim", onV2.name(Attributes.MEMORY_RECLAIM_BYTES));
    assertEquals(POD + "/io.max 8:0", onV2.name(reads));
    for (CgroupVersion version : CgroupVersion.values()) {
      assertEquals(
          Optional.of(Attributes.CPU_QUOTA),
          Attributes.find(Attributes.CPU_QUOTA.name(version), ""));
      assertEquals(Optional.of(reads), Attributes.find(reads.name(version), "8:0"));
    }
    assertEquals(Optional.empty(), Attributes.find("io.max", "8:0"));
  }

  @Test
  void usageIsInTheHierarchyOfCpuacctJointOrNot() throws IOException {
    try (CgroupFixture joined = CgroupFixture.v1Joined().cgroupfs().openEuler().cgroup(POD)) {
      joined.set("cpuacct", POD, "cpuacct.usage", "5");

      assertEquals(Optional.of(5L), joined.tree().cgroup(POD).read(Attributes.CPU_USAGE_NANOS));
    }
  }
}
