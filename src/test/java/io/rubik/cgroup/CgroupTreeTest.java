package io.rubik.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.EveryLayout;
import io.rubik.testing.Thrown;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupTreeTest {

  @EveryLayout
  void versionIsFound(CgroupFixture node) throws IOException {
    try (node) {
      CgroupVersion version = CgroupTree.detect(node.cgroupRoot()).version();

      assertEquals(node.isV2() ? CgroupVersion.V2 : CgroupVersion.V1, version);
    }
  }

  @Test
  void jointHierarchyIsFoundWithoutItsLinks() throws IOException {
    try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
      Path root = files.getPath("/sys/fs/cgroup");
      Files.createDirectories(root.resolve("cpu,cpuacct/kubepods"));
      Files.createDirectories(root.resolve("memory"));

      CgroupTree tree = CgroupTree.detect(root);

      assertEquals(CgroupVersion.V1, tree.version());
      assertTrue(tree.cgroup("kubepods").exists(Controller.CPU));
    }
  }

  @Test
  void hierarchyOfSeveralNamesIsThereOnce() throws IOException {
    try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
      Path root = files.getPath("/sys/fs/cgroup");
      Path joint = Files.createDirectories(root.resolve("cpu,memory"));
      Files.createSymbolicLink(root.resolve("cpu"), joint.getFileName());
      Files.createSymbolicLink(root.resolve("memory"), joint.getFileName());

      assertEquals(Set.of(joint), CgroupTree.detect(root).hierarchies());
    }
  }

  @Test
  void hybridHostIsV1() throws IOException {
    try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
      Path root = files.getPath("/sys/fs/cgroup");
      Files.createDirectories(root.resolve("memory"));
      Files.createDirectories(root.resolve("unified"));
      Files.createFile(root.resolve("unified/cgroup.controllers"));

      assertEquals(CgroupVersion.V1, CgroupTree.detect(root).version());
    }
  }

  @Test
  void v2CgroupOfTheNameCpuDoesNotMakeTheTreeV1() throws IOException {
    try (CgroupFixture node = CgroupFixture.v2().cgroupfs().mainline()) {
      node.cgroup("cpu");

      assertEquals(CgroupVersion.V2, CgroupTree.detect(node.cgroupRoot()).version());
    }
  }

  @Test
  void directoryThatIsNoCgroupMountIsRefused() throws IOException {
    try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
      Path root = Files.createDirectories(files.getPath("/sys/fs/cgroup"));

      String message = Thrown.message(IOException.class, () -> CgroupTree.detect(root));

      assertTrue(message.startsWith("/sys/fs/cgroup holds neither cgroup v1"), message);
    }
  }

  @Test
  void missingRootIsRefused() throws IOException {
    try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
      Path root = files.getPath("/sys/fs/cgroup");

      String message = Thrown.message(IOException.class, () -> CgroupTree.detect(root));

      assertTrue(message.contains("agent.cgroupRoot"), message);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/kubepods", "..", "../x", "kubepods/../../etc", "a//b", "a/./b", "a/", "a\0"})
  void pathThatLeavesTheRootIsRefused(String path) throws IOException {
    try (CgroupFixture node = CgroupFixture.v1().cgroupfs().openEuler()) {
      CgroupTree tree = CgroupTree.detect(node.cgroupRoot());

      assertThrows(IllegalArgumentException.class, () -> tree.cgroup(path));
    }
  }

  @Test
  void capabilityIsProbedByTheFile() throws IOException {
    try (CgroupFixture openEuler = CgroupFixture.v1().cgroupfs().openEuler();
        CgroupFixture mainline = CgroupFixture.v1().cgroupfs().mainline();
        CgroupFixture v2 = CgroupFixture.v2().cgroupfs().mainline()) {

      assertTrue(CgroupTree.detect(openEuler.cgroupRoot()).supports(Attributes.MEMORY_QOS_LEVEL));
      assertFalse(CgroupTree.detect(mainline.cgroupRoot()).supports(Attributes.CPU_QOS_LEVEL));
      assertFalse(CgroupTree.detect(v2.cgroupRoot()).supports(Attributes.CPU_QOS_LEVEL));
    }
  }
}
