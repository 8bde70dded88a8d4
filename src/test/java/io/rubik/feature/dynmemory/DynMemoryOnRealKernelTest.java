package io.rubik.feature.dynmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.Cgroup;
import io.rubik.cgroup.MemoryLimit;
import io.rubik.control.ControlsFixture;
import io.rubik.daemon.Eventually;
import io.rubik.daemon.KeptOutput;
import io.rubik.host.HostPaths;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.testing.FeatureContexts;
import io.rubik.testing.RealHost;
import io.rubik.testing.RunningFeature;
import io.rubik.testing.Thrown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * An offline pod with one container on the kernel below; how much memory the node has free is made
 * up.
 */
final class DynMemoryOnRealKernelTest {

  private static final long MIB = 1 << 20;
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Pod BATCH = PodFixture.pod("batch").offline().container("c1").pod();
  private static final String PATH = BATCH.containers().getFirst().cgroupPath();

  @RegisterExtension private final KeptOutput kept = new KeptOutput();
  @TempDir Path directory;
  private RealHost host;
  private final AtomicLong nanos = new AtomicLong();
  private RunningFeature<DynMemory> running;
  private Cgroup container;
  private Path procs;

  @BeforeEach
  void makePod() throws IOException {
    host = RealHost.in(directory, List.of("memory"));
    Path cgroup = host.cgroup("memory", PATH);
    procs = cgroup.resolve("cgroup.procs");
    host.write(cgroup.resolve("memory.swappiness"), "0");
    Path caches = directory.resolve("proc/sys/vm/drop_caches");
    Files.createDirectories(caches.getParent());
    Files.writeString(caches, "0\n");
    setFreePercent(50);
    DynMemoryConfig config =
        new DynMemoryConfig(MemoryPolicy.DYN_LEVEL, MemoryMeasure.FREE, INTERVAL);
    running =
        new RunningFeature<>(directory, nanos::get, context -> new DynMemory(config, context));
    container = running.tree().cgroup(PATH);
    running.feature().start();
    running.reconcile(BATCH);
  }

  @AfterEach
  void removePod() throws IOException {
    if (host != null) {
      host.close();
    }
  }

  private void setFreePercent(int percent) throws IOException {
    Files.writeString(
        directory.resolve("proc/meminfo"),
        "MemTotal: 1024000 kB\nMemFree: " + percent * 10_240 + " kB\n");
  }

  private void check(int freePercent) throws IOException {
    setFreePercent(freePercent);
    nanos.addAndGet(INTERVAL.toNanos());
    running.feature().check();
  }

  private long usageMib() throws IOException {
    return container.read(Attributes.MEMORY_USAGE_BYTES).orElseThrow() / MIB;
  }

  private MemoryLimit hardLimit() throws IOException {
    return container.read(Attributes.MEMORY_LIMIT).orElseThrow();
  }

  /** Starts a shell command in the container. */
  private Process start(String command) throws IOException {
    return new ProcessBuilder("/bin/sh", "-c", "echo $$ >\"$0\" && " + command, procs.toString())
        .redirectError(kept.file().toFile())
        .start();
  }

  @Test
  void pageCacheIsReclaimedUnderPressureAndLimitsRestoredAfterIt() throws Exception {
    String file = directory.resolve("cached").toString();
    Process writer = start("dd if=/dev/zero of=" + file + " bs=1M count=64 conv=fsync status=none");
    assertEquals(0, writer.waitFor());
    long before = usageMib();

    check(25);
    long soft = container.read(Attributes.MEMORY_SOFT_LIMIT).orElseThrow().bytes() / MIB;
    check(12);
    long emptied = usageMib();
    check(8);
    MemoryLimit limited = hardLimit();
    for (int i = 0; i < 5; i++) {
      check(50);
    }

    System.out.printf(
        "page cache: %d MiB used, soft limit %d MiB, after force_empty %d MiB, hard limit %d MiB%n",
        before, soft, emptied, limited.bytes() / MIB);
    assertTrue(before >= 60, "64 MiB are in the cache: " + before);
    assertTrue(soft >= before && soft <= before + 6, "usage and 2 % of free: " + soft);
    assertTrue(emptied < before / 2, "the cache is dropped: " + emptied);
    assertTrue(limited.bytes() / MIB <= emptied + 2, "the limit follows: " + limited);
    assertEquals(MemoryLimit.UNLIMITED, hardLimit());
    assertEquals(MemoryLimit.UNLIMITED, container.read(Attributes.MEMORY_SOFT_LIMIT).orElseThrow());
  }

  /** What tail keeps of a line without an end cannot be reclaimed. */
  @Test
  void hardLimitBelowWhatCannotBeReclaimedIsRefusedAndLeavesNothing() throws Exception {
    Process hog = start("{ head -c 50000000 /dev/zero; echo; sleep 1000; } | tail");
    try {
      Eventually.until(
          "the container uses its memory", Duration.ofSeconds(30), () -> usageMib() >= 47);
      long before = usageMib();
      LoweredLimit hard =
          new LoweredLimit(
              FeatureContexts.of(
                  new HostPaths(directory),
                  running.tree(),
                  () -> 0,
                  ControlsFixture.owner(running.tree())),
              Attributes.MEMORY_LIMIT);

      String failure =
          Thrown.message(
              IOException.class, () -> hard.set(BATCH, PATH, Pages.limit(before / 4 * MIB)));

      System.out.printf(
          "anonymous memory: %d MiB used, limit of %d MiB: %s%n",
          before, before / 4, failure.substring(failure.lastIndexOf(':') + 2));
      assertTrue(failure.contains("cannot be written"), failure);
      assertEquals(MemoryLimit.UNLIMITED, hardLimit());
      assertTrue(hard.lowered(BATCH, PATH).isEmpty());

      check(8);
      assertTrue(hardLimit().bytes() / MIB <= before + 4, "one that can be is set");
      running.stop();
      assertEquals(MemoryLimit.UNLIMITED, hardLimit());
    } finally {
      List<ProcessHandle> all = hog.descendants().toList();
      all.forEach(ProcessHandle::destroyForcibly);
      hog.destroyForcibly().onExit().join();
      Eventually.until(
          "the container is empty",
          Duration.ofSeconds(30),
          () -> Files.readString(procs).isBlank());
    }
  }
}
