package io.rubik.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules for which there is no kernel to compare with: openEuler's, and those that need load or a
 * disk.
 */
final class UnprovenRulesTest {
  private final CgroupFixture node =
      CgroupFixture.v1().cgroupfs().openEuler().cgroup("kubepods/podX");

  @AfterEach
  void close() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "memory"})
  void aLevelIsOfflineOrOnline(String hierarchy) throws IOException {
    String script =
        """
        %1$s.qos_level -> 0
        %1$s.qos_level '0' -> 0
        %1$s.qos_level '1' -> EINVAL
        %1$s.qos_level '-2' -> EINVAL
        %1$s.qos_level 'offline' -> EINVAL
        %1$s.qos_level '-1\\n' -> -1
        """
            .formatted(hierarchy);

    assertEquals(script, run(hierarchy, script));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "memory"})
  void offlineNeverBecomesOnline(String hierarchy) throws IOException {
    String script =
        """
        %1$s.qos_level '-1' -> -1
        %1$s.qos_level '0' -> EINVAL
        %1$s.qos_level '-1' -> -1
        """
            .formatted(hierarchy);

    assertEquals(script, run(hierarchy, script));
  }

  @Test
  void aLevelHoldsForTheSubtree() throws IOException {
    String script =
        """
        kid/grandkid/cpu.qos_level -> 0
        cpu.qos_level '-1' -> -1
        kid/cpu.qos_level -> -1
        kid/grandkid/cpu.qos_level -> -1
        kid/grandkid/cpu.qos_level '0' -> EINVAL
        """;

    assertEquals(script, run("cpu", script));
  }

  @Test
  void aNewCgroupHasTheLevelOfItsParent() throws IOException {
    run("cpu", "cpu.qos_level '-1' -> -1");

    node.cgroup("kubepods/podX/kid");

    assertEquals("-1", node.read("cpu", "kubepods/podX/kid", "cpu.qos_level"));
    assertEquals("0", node.read("memory", "kubepods/podX/kid", "memory.qos_level"));
  }

  @Test
  void aLimitBelowUsageIsBusy() throws IOException {
    node.set("memory", "kubepods/podX", "memory.usage_in_bytes", "8192");
    String script =
        """
        memory.limit_in_bytes '8191' -> EBUSY
        memory.limit_in_bytes '8192' -> 8192
        """;

    assertEquals(script, run("memory", script));
  }

  @Test
  void aThrottledDeviceHasOneLine() throws IOException {
    String script =
        """
        blkio.throttle.read_bps_device '8:0 1048576' -> 8:0 1048576
        blkio.throttle.read_bps_device '8:0 2097152\\n8:16 5' -> 8:0 2097152
        blkio.throttle.read_bps_device '8:0' -> EINVAL
        blkio.throttle.read_bps_device '/dev/sda 5' -> EINVAL
        blkio.throttle.read_bps_device '8:0 0' ->\s
        """;

    assertEquals(script, run("blkio", script));
  }

  @Test
  void ioMaxKeepsOneLineForEachDevice() throws IOException {
    try (CgroupFixture v2 = CgroupFixture.v2().cgroupfs().mainline()) {
      String script =
          """
          io.max '8:0 rbps=100 wiops=5' -> 8:0 rbps=100 wbps=max riops=max wiops=5
          io.max '8:0 rbps=max' -> 8:0 rbps=max wbps=max riops=max wiops=5
          io.max '8:0 rbps=0' -> ERANGE
          io.max '8:0 speed=1' -> EINVAL
          io.max '8:0' -> EINVAL
          io.max '8:0 wiops=max' ->\s
          """;

      Path kubepods = v2.cgroupRoot().resolve("kubepods");

      assertEquals(script, new KernelRuleScript(kubepods).run(script));
    }
  }

  @Test
  void eachKernelHasItsOwnFiles() {
    try (CgroupFixture mainline = CgroupFixture.v1().cgroupfs().mainline()) {
      assertTrue(exists(node, "cpu/kubepods/cpu.qos_level"));
      assertFalse(exists(mainline, "cpu/kubepods/cpu.qos_level"));
      assertFalse(exists(node, "cpu/kubepods/cpu.idle"));
      assertTrue(exists(mainline, "cpu/kubepods/cpu.idle"));
      assertTrue(exists(node, "blkio/blkio.cost.qos"));
      assertFalse(exists(node, "blkio/kubepods/blkio.cost.qos"));
    }
  }

  private static boolean exists(CgroupFixture node, String file) {
    return Files.exists(node.cgroupRoot().resolve(file));
  }

  private String run(String hierarchy, String script) throws IOException {
    Path cgroup = node.cgroupRoot().resolve(hierarchy).resolve("kubepods/podX");
    return new KernelRuleScript(cgroup).run(script);
  }
}
