package io.rubik.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.capability.UnavailableException;
import io.rubik.cgroup.ReadBuffer;
import io.rubik.host.HostPaths;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Errno;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.LogCapture;
import io.rubik.testing.Thrown;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;

/** The node has 4 CPUs and 8 GiB, of which 4 GiB are free. */
final class NodeUsageTest {

  private static final String MEMINFO = "/proc/meminfo";
  private static final String ONLINE = "/sys/devices/system/cpu/online";
  private static final long GIB = 1L << 30;

  private final CgroupFixture node = CgroupFixture.v2().cgroupfs().mainline();
  private final AtomicInteger opened = new AtomicInteger();
  private long nowNanos;
  private final NodeUsage usage = new NodeUsage(new HostPaths(node.root()), () -> nowNanos);

  @AfterEach
  void close() {
    node.close();
  }

  private void pass(Duration time) {
    nowNanos += time.toNanos();
  }

  private void setFree(long gib) {
    node.setFile(MEMINFO, "MemTotal: 8388608 kB\nMemFree: " + gib * GIB / 1024 + " kB\n");
  }

  @Test
  void featuresThatAskWithinATickShareAReading() throws IOException {
    node.faults().beforeEvery(Operation.OPEN, opened::incrementAndGet);

    for (int i = 0; i < 3; i++) {
      assertEquals(4 * GIB, usage.memory().now(MemInfo::freeBytes).orElseThrow());
      assertEquals(4, usage.cpus().count());
      pass(Duration.ofMillis(30));
    }

    assertEquals(2, opened.get());
  }

  @Test
  void nextTickReadsAgain() throws IOException {
    usage.memory().now(MemInfo::freeBytes);
    usage.cpus().count();
    setFree(1);
    node.setFile(ONLINE, "0-1\n");

    pass(SharedReading.MAX_AGE);

    assertEquals(GIB, usage.memory().now(MemInfo::freeBytes).orElseThrow());
    assertEquals(2, usage.cpus().count());
  }

  @Test
  void lastReadingStaysWhileNoneCanBeMade() throws IOException {
    usage.memory().now(MemInfo::freeBytes);
    node.faults().failAlways(Operation.OPEN, MEMINFO, Errno.EIO);
    pass(Duration.ofSeconds(5));

    try (LogCapture log = new LogCapture(Level.INFO)) {
      assertEquals(Optional.empty(), usage.memory().now(MemInfo::freeBytes));
      assertEquals(Optional.empty(), usage.memory().now(MemInfo::freeBytes));
      assertEquals(4 * GIB, usage.memory().last(MemInfo::freeBytes));
      assertEquals(1, log.lines(MEMINFO + ": does not say how much memory is free"), log.text());

      node.faults().clear();
      assertTrue(usage.memory().now(MemInfo::freeBytes).isPresent());
      assertEquals(1, log.lines(MEMINFO + ": recovered after"), log.text());
    }
  }

  @Test
  void fileThatCannotBeReadIsNamedWithTheRemedy() {
    node.setFile(ONLINE, "none\n");
    node.setFile(MEMINFO, "nothing\n");
    node.faults().failAlways(Operation.OPEN, "/proc/stat", Errno.EACCES);

    String cpus = Thrown.message(UnavailableException.class, () -> usage.cpus().count());
    String memory =
        Thrown.message(UnavailableException.class, () -> usage.memory().last(MemInfo::freeBytes));
    String stat = Thrown.message(UnavailableException.class, usage::openCpuClock);

    assertTrue(cpus.startsWith(ONLINE + " does not say how many CPUs there are ("), cpus);
    assertTrue(cpus.endsWith("mount sysfs on /sys"), cpus);
    assertTrue(memory.startsWith(MEMINFO + " does not say how much memory is free ("), memory);
    assertTrue(memory.endsWith("mount proc on /proc"), memory);
    assertEquals("/proc/stat cannot be opened (permission denied); mount proc on /proc", stat);
  }

  @Test
  void cpuClockIsOpenedOnceAndReadByOneCall() throws IOException {
    AtomicInteger reads = new AtomicInteger();
    ReadBuffer buffer = new ReadBuffer();
    try (CpuClock clock = usage.openCpuClock()) {
      node.faults().beforeEvery(Operation.OPEN, opened::incrementAndGet);
      node.faults().beforeEvery(Operation.READ, reads::incrementAndGet);

      assertEquals(1620, clock.read(buffer).busyTicks());
      assertEquals(41_620, clock.read(buffer).totalTicks());
    }

    assertEquals(0, opened.get());
    assertEquals(2, reads.get());
  }
}
