package io.rubik.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.Cgroup;
import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.CpuQuota;
import io.rubik.pod.PodFixture;
import io.rubik.testing.RealHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A burst that another process sets while a quota is raised, on the kernel below. */
final class BurstRuleOnRealKernelTest {

  private static final String PATH = PodFixture.pod("web").pod().cgroupPath();
  private static final CpuQuota LIMIT = new CpuQuota(50_000);

  @TempDir Path directory;
  private RealHost host;
  private CgroupTree tree;
  private Cgroup cgroup;

  @BeforeEach
  void makePod() throws IOException {
    host = RealHost.in(directory, List.of("cpu"));
    host.cgroup("cpu", PATH);
    tree = CgroupTree.detect(host.cgroupRoot());
    cgroup = tree.cgroup(PATH);
    assumeTrue(tree.supports(Attributes.CPU_BURST_MICROS), "this kernel has no burst");
    cgroup.write(Attributes.CPU_QUOTA, LIMIT);
  }

  @AfterEach
  void removePod() throws IOException {
    if (host != null) {
      host.close();
    }
  }

  @Test
  void quotaIsRestoredAndTheBurstLoweredWithIt() throws IOException {
    Owner owner = ControlsFixture.owner(tree);
    owner
        .claim(Subject.of(PodFixture.pod("web").pod()), Target.of(PATH, Attributes.CPU_QUOTA))
        .set(new CpuQuota(80_000));
    cgroup.write(Attributes.CPU_BURST_MICROS, 60_000L);
    assertThrows(IOException.class, () -> cgroup.write(Attributes.CPU_QUOTA, LIMIT));

    owner.releaseAll();

    assertEquals(Optional.of(LIMIT), cgroup.read(Attributes.CPU_QUOTA));
    assertEquals(Optional.of(50_000L), cgroup.read(Attributes.CPU_BURST_MICROS));
  }
}
