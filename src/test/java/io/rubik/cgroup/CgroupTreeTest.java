package io.rubik.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.CgroupFixture;
import io.rubik.testing.EveryLayout;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupTreeTest {

  @EveryLayout
  void versionIsFound(CgroupFixture node) throws IOException {
    try (node) {
      CgroupVersion version = node.tree().version();

      assertEquals(node.isV2() ? CgroupVersion.V2 : CgroupVersion.V1, version);
    }
  }

  @Test
  void v2CgroupOfTheNameCpuDoesNotMakeTheTreeV1() throws IOException {
    try (CgroupFixture node = CgroupFixture.v2().cgroupfs().mainline()) {
      node.cgroup("cpu");

      assertEquals(CgroupVersion.V2, node.tree().version());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/kubepods", "..", "../x", "kubepods/../../etc", "a//b", "a/./b", "a/", "a\0"})
  void pathThatLeavesTheRootIsRefused(String path) throws IOException {
    try (CgroupFixture node = CgroupFixture.v1().cgroupfs().openEuler()) {
      CgroupTree tree = node.tree();

      assertThrows(IllegalArgumentException.class, () -> tree.cgroup(path));
    }
  }

  @Test
  void capabilityIsProbedByTheFile() throws IOException {
    try (CgroupFixture openEuler = CgroupFixture.v1().cgroupfs().openEuler();
        CgroupFixture mainline = CgroupFixture.v1().cgroupfs().mainline();
        CgroupFixture v2 = CgroupFixture.v2().cgroupfs().mainline()) {

      assertTrue(openEuler.tree().support(Attributes.MEMORY_QOS_LEVEL).isThere());
      assertEquals(Support.MISSING, mainline.tree().support(Attributes.CPU_QOS_LEVEL));
      assertFalse(v2.tree().support(Attributes.CPU_QOS_LEVEL).isThere());
    }
  }

  private static CgroupFixture withoutCpuBelowTheRoot() {
    CgroupFixture node = CgroupFixture.v2().systemd().mainline();
    node.set("", "", "cgroup.subtree_control", "memory pids");
    for (String path : new String[] {"kubepods.slice", node.podPath("burstable", "uid-1")}) {
      node.cgroup(path).removeFile("", path, "cpu.max").removeFile("", path, "cpu.max.burst");
    }
    return node;
  }

  /** systemd leaves cpu out until a unit asks for it: "this kernel has no cpu.max.burst". */
  @Test
  void controllerThatIsNotEnabledYetIsNoLackOfTheKernel() throws IOException {
    try (CgroupFixture node = withoutCpuBelowTheRoot()) {
      assertEquals(
          Support.notYet("the cgroup controller cpu is not enabled below /sys/fs/cgroup yet"),
          node.tree().support(Attributes.CPU_BURST_MICROS));
      assertTrue(node.tree().support(Attributes.MEMORY_LIMIT).isThere());
    }
  }

  @Test
  void fileThatIsMissingThoughItsControllerIsEnabledIsALackOfTheKernel() throws IOException {
    try (CgroupFixture node = withoutCpuBelowTheRoot()) {
      node.set("", "", "cgroup.subtree_control", "cpu memory pids");

      assertEquals(Support.MISSING, node.tree().support(Attributes.CPU_BURST_MICROS));
    }
  }

  /** On cgroup v1 most files are not in the root, and at boot there may be nothing else. */
  @Test
  void hierarchyWithNothingBelowItsRootCannotTellYet() throws IOException {
    try (CgroupFixture node = CgroupFixture.v1().cgroupfs().openEuler()) {
      node.remove("kubepods").removeFile("cpu", "", "cpu.qos_level");

      assertEquals(
          Support.notYet("there is no cgroup below /sys/fs/cgroup/cpu yet"),
          node.tree().support(Attributes.CPU_QOS_LEVEL));
    }
  }

  @Test
  void missingFileOfACgroupNamesTheCgroupThatDoesNotEnableItsController() throws IOException {
    try (CgroupFixture node = CgroupFixture.v2().systemd().mainline()) {
      String pod = node.pod("burstable", "uid-1");
      node.set("", "kubepods.slice", "cgroup.subtree_control", "memory pids");
      node.removeFile("", pod, "cpu.max");
      Cgroup cgroup = node.tree().cgroup(pod);

      ControllerNotEnabledException read =
          assertThrows(
              ControllerNotEnabledException.class, () -> cgroup.read(Attributes.CPU_QUOTA));
      ControllerNotEnabledException write =
          assertThrows(
              ControllerNotEnabledException.class,
              () -> cgroup.write(Attributes.CPU_QUOTA, CpuQuota.UNLIMITED));

      assertEquals(
          "the cgroup controller cpu is not enabled below /sys/fs/cgroup/kubepods.slice yet",
          read.what());
      assertEquals(read.what(), write.what());
    }
  }
}
