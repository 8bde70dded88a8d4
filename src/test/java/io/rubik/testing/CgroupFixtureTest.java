package io.rubik.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CgroupFixtureTest {
  private static final String UID = "11-22";

  @EveryLayout
  void theQosClassesHaveTheirCgroups(CgroupFixture node) {
    for (String qos : List.of("guaranteed", "burstable", "besteffort")) {
      assertTrue(Files.isRegularFile(cgroup(node, "cpu", node.qosPath(qos)).resolve("cpu.stat")));
      assertTrue(
          Files.isRegularFile(cgroup(node, "memory", node.qosPath(qos)).resolve("memory.stat")));
    }
  }

  @EveryLayout
  void aPodAndItsContainersAreMadeInEveryHierarchy(CgroupFixture node) {
    String pod = node.pod("burstable", UID, "c1", "c2");

    assertEquals(node.podPath("burstable", UID), pod);
    for (String id : List.of("c1", "c2")) {
      Path container = cgroup(node, "memory", node.containerPath("burstable", UID, id));
      assertTrue(Files.isDirectory(container));
      assertTrue(container.startsWith(cgroup(node, "memory", pod)));
    }
  }

  @EveryLayout
  void aCgroupIsRemovedWithThoseBelow(CgroupFixture node) {
    String pod = node.pod("burstable", UID, "c1");

    node.remove(pod);

    assertFalse(Files.exists(cgroup(node, "cpu", pod)));
    assertFalse(Files.exists(cgroup(node, "memory", pod)));
    assertTrue(Files.exists(cgroup(node, "cpu", node.qosPath("burstable"))));
  }

  @EveryLayout
  void filesAreSetAndRead(CgroupFixture node) throws IOException {
    String pod = node.pod("burstable", UID);

    node.set("cpu", pod, "cpu.stat", "nr_periods 5").setFile("/proc/stat", "cpu 1 2 3\n");

    assertEquals("nr_periods 5", node.read("cpu", pod, "cpu.stat"));
    assertEquals("cpu 1 2 3\n", Files.readString(node.root().resolve("proc/stat")));
  }

  @EveryLayout
  void theMountsAreInMountinfo(CgroupFixture node) throws IOException {
    String mounts = Files.readString(node.root().resolve("proc/self/mountinfo"));

    assertEquals(
        node.isV2(),
        mounts.contains(" /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:4 - cgroup2 "));
    assertEquals(!node.isV2(), mounts.contains(" - cgroup cgroup rw,memory\n"));
    assertEquals(node.isV2(), Files.exists(node.cgroupRoot().resolve("cgroup.controllers")));
  }

  @Test
  void pathsAreThoseOfTheKubelet() {
    try (CgroupFixture cgroupfs = CgroupFixture.v1().cgroupfs().openEuler();
        CgroupFixture systemd = CgroupFixture.v1().systemd().openEuler()) {
      assertEquals("kubepods/pod11-22", cgroupfs.podPath("guaranteed", UID));
      assertEquals(
          "kubepods/burstable/pod11-22/c1", cgroupfs.containerPath("burstable", UID, "c1"));
      assertEquals("kubepods.slice/kubepods-pod11_22.slice", systemd.podPath("guaranteed", UID));
      assertEquals(
          "kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod11_22.slice"
              + "/cri-containerd-c1.scope",
          systemd.containerPath("besteffort", UID, "c1"));
      assertThrows(IllegalArgumentException.class, () -> cgroupfs.podPath("Burstable", UID));
    }
  }

  @Test
  void onlyOpenEulerCanEnableMemoryPriorities() {
    try (CgroupFixture openEuler = CgroupFixture.v1().cgroupfs().openEuler();
        CgroupFixture mainline = CgroupFixture.v1().cgroupfs().mainline()) {
      assertTrue(Files.exists(openEuler.root().resolve("proc/sys/vm/memcg_qos_enable")));
      assertFalse(Files.exists(mainline.root().resolve("proc/sys/vm/memcg_qos_enable")));
    }
  }

  @Test
  void aFixtureIsNamedByItsLayout() {
    List<String> names =
        CgroupFixture.all()
            .map(node -> {
              try (node) {
                return node.toString();
              }
            })
            .toList();

    assertEquals(
        List.of(
            "v1 cgroupfs openEuler",
            "v1 systemd openEuler",
            "v2 cgroupfs mainline",
            "v2 systemd mainline"),
        names);
  }

  private static Path cgroup(CgroupFixture node, String hierarchy, String path) {
    Path mount = node.cgroupRoot();
    return (node.isV2() ? mount : mount.resolve(hierarchy)).resolve(path);
  }
}
