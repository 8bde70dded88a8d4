package io.rubik.feature.quotaburst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.Cgroup;
import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.CpuQuota;
import io.rubik.control.ControlsFixture;
import io.rubik.control.Owner;
import io.rubik.daemon.KeptOutput;
import io.rubik.feature.CpuAnnotations;
import io.rubik.feature.PodState;
import io.rubik.host.HostPaths;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.testing.FeatureContexts;
import io.rubik.testing.RealHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A pod with one container, both with a quota of 30 ms each 100 ms, on the kernel below. */
@Tag("slow")
final class QuotaBurstOnRealKernelTest {

  private static final CpuQuota QUOTA = new CpuQuota(30_000);

  @RegisterExtension private final KeptOutput kept = new KeptOutput();
  @TempDir Path directory;
  private RealHost host;
  private Cgroup pod;
  private Cgroup container;
  private Path procs;
  private Owner controls;
  private QuotaBurst feature;

  @BeforeEach
  void makePod() throws IOException {
    host = RealHost.in(directory, List.of("cpu"));
    Path online = Files.createDirectories(directory.resolve("sys/devices/system/cpu"));
    Files.copy(Path.of("/sys/devices/system/cpu/online"), online.resolve("online"));
    Pod web = web("0");
    procs = host.cgroup("cpu", web.containers().getFirst().cgroupPath()).resolve("cgroup.procs");
    CgroupTree tree = host.tree();
    assumeTrue(
        tree.support(Attributes.CPU_BURST_MICROS).isThere(), "this kernel has no cpu.cfs_burst_us");
    pod = tree.cgroup(web.cgroupPath());
    container = tree.cgroup(web.containers().getFirst().cgroupPath());
    pod.write(Attributes.CPU_QUOTA, QUOTA);
    container.write(Attributes.CPU_QUOTA, QUOTA);
    controls = ControlsFixture.owner(tree);
    feature = new QuotaBurst(FeatureContexts.of(new HostPaths(directory), tree, () -> 0, controls));
    feature.start();
  }

  @AfterEach
  void removePod() throws IOException {
    if (host != null) {
      host.close();
    }
  }

  private static Pod web(String burst) {
    return PodFixture.pod("web")
        .container("c1", "300m", "")
        .annotation(CpuAnnotations.QUOTA_BURST_TIME.key(), burst)
        .pod();
  }

  private long throttledPeriods() throws IOException {
    return container.read(Attributes.CPU_THROTTLING).orElseThrow().periods();
  }

  private long throttledWhile(BurstyProcess bursty) throws IOException {
    long before = throttledPeriods();
    bursty.work();
    return throttledPeriods() - before;
  }

  @Test
  void burstyProcessIsThrottledLess() throws IOException {
    try (BurstyProcess bursty = BurstyProcess.start(kept.file())) {
      host.write(procs, Long.toString(bursty.pid()));
      long without = throttledWhile(bursty);

      assertEquals(PodState.SETTLED, feature.reconcile(web("30000")));
      long with = throttledWhile(bursty);

      System.out.printf(
          "%d bursts of 50 ms, quota 30 ms each 100 ms: nr_throttled %d without, %d with a burst"
              + " of 30 ms%n",
          BurstyProcess.BURSTS, without, with);
      assertTrue(with * 2 < without, "throttled " + without + " times without, " + with + " with");
    }
  }

  @Test
  void burstIsSetRestoredAndReleasedForALowerQuota() throws IOException {
    feature.reconcile(web("30000"));
    assertEquals(Optional.of(30_000L), pod.read(Attributes.CPU_BURST_MICROS));
    assertEquals(Optional.of(30_000L), container.read(Attributes.CPU_BURST_MICROS));

    feature.reconcile(
        PodFixture.pod("web")
            .resized("c1", "300m", "100m")
            .annotation(CpuAnnotations.QUOTA_BURST_TIME.key(), "30000")
            .pod());
    container.write(Attributes.CPU_QUOTA, new CpuQuota(10_000));
    pod.write(Attributes.CPU_QUOTA, new CpuQuota(10_000));
    assertEquals(Optional.of(0L), pod.read(Attributes.CPU_BURST_MICROS));

    feature.reconcile(web("10000"));
    controls.releaseAll();
    assertEquals(Optional.of(0L), pod.read(Attributes.CPU_BURST_MICROS));
    assertEquals(Optional.of(0L), container.read(Attributes.CPU_BURST_MICROS));
  }
}
