package io.rubik.feature.quotaburst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.capability.UnavailableException;
import io.rubik.cgroup.CgroupTree;
import io.rubik.control.ControlsFixture;
import io.rubik.host.HostPaths;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.EveryLayout;
import io.rubik.testing.FeatureContexts;
import io.rubik.testing.Thrown;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What quotaBurst needs of the kernel. */
final class QuotaBurstStartTest {

  private final CgroupFixture fixture = CgroupFixture.v1().cgroupfs().mainline();

  @AfterEach
  void close() {
    fixture.close();
  }

  @EveryLayout
  void startSucceedsWhereTheKernelHasABurst(CgroupFixture any) throws IOException {
    try (any) {
      new BurstyNode(any).quotaBurst().start();

      assertEquals(List.of(), any.recording().openings());
    }
  }

  @Test
  void startFailsOnAnOldKernelAndSaysWhatToDo() throws IOException {
    BurstyNode node = new BurstyNode(fixture);
    for (String path :
        List.of(node.path(), node.path("c1"), node.path("c2"), "kubepods", "kubepods/burstable")) {
      fixture.removeFile("cpu", path, "cpu.cfs_burst_us");
    }
    fixture.removeFile("cpu", "", "cpu.cfs_burst_us");

    String message = Thrown.message(UnavailableException.class, node.quotaBurst()::start);

    assertEquals(
        "this kernel has no /sys/fs/cgroup/cpu/*/cpu.cfs_burst_us (cgroup v1); boot Linux 5.14 or"
            + " later, or openEuler 22.03 or later, or take quotaBurst out of"
            + " agent.enabledFeatures",
        message);
  }

  @Test
  void startFailsOnAV2KernelWithoutABurst() throws IOException {
    try (CgroupFixture v2 = CgroupFixture.v2().systemd().openEuler()) {
      CgroupTree tree = v2.tree();
      HostPaths host = new HostPaths(v2.root());
      QuotaBurst feature =
          new QuotaBurst(FeatureContexts.of(host, tree, () -> 0, ControlsFixture.owner(tree)));

      String message = Thrown.message(UnavailableException.class, feature::start);

      assertTrue(message.startsWith("this kernel has no /sys/fs/cgroup/*/cpu.max.burst"), message);
    }
  }

  @Test
  void startFailsWhereCpusCannotBeCounted() throws IOException {
    BurstyNode node = new BurstyNode(fixture);
    fixture.setFile("/sys/devices/system/cpu/online", "\n");

    String message = Thrown.message(UnavailableException.class, node.quotaBurst()::start);

    assertTrue(message.startsWith("/sys/devices/system/cpu/online does not say how"), message);
  }
}
