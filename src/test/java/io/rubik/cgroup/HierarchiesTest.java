package io.rubik.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.rubik.host.HostPaths;
import io.rubik.testing.Thrown;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is mounted, by mountinfo: {@code 30 24 0:26 / /sys/fs/cgroup rw - tmpfs tmpfs ro}. */
class HierarchiesTest {

  private static final String TMPFS = "30 24 0:26 / /sys/fs/cgroup ro - tmpfs tmpfs ro,mode=755";
  private static final String V2 = "30 24 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate";

  private final FileSystem files = Jimfs.newFileSystem(Configuration.unix());
  private final HostPaths host = new HostPaths(files.getPath("/"));
  private final Path root = files.getPath("/sys/fs/cgroup");

  @BeforeEach
  void make() throws IOException {
    Files.createDirectories(root);
  }

  @AfterEach
  void close() throws IOException {
    files.close();
  }

  private static int lastId = 100;

  private static String v1(String point, String options) {
    return mount("/", point, "rw", options);
  }

  private static String mount(String of, String point, String mountOptions, String options) {
    return mount(ids(30), of, point, mountOptions, options);
  }

  private static String ids(int parent) {
    return ++lastId + " " + parent;
  }

  private static String mount(
      String ids, String of, String point, String mountOptions, String options) {
    String place = ids + " 0:27 " + of + " " + point;
    return place + " " + mountOptions + " - cgroup cgroup " + options;
  }

  private void mountinfo(String... lines) throws IOException {
    write("/proc/self/mountinfo", String.join("\n", lines) + "\n");
  }

  private void write(String path, String text) throws IOException {
    Path file = files.getPath(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void hierarchy(String... directories) throws IOException {
    for (String directory : directories) {
      write(root + "/" + directory + "/cgroup.procs", "");
    }
  }

  private void v2At(String directory, String controllers) throws IOException {
    write(directory + "/cgroup.controllers", controllers + "\n");
    write(directory + "/cgroup.subtree_control", controllers + "\n");
  }

  private CgroupTree tree() throws IOException {
    return CgroupTree.detect(host, root);
  }

  private String refusal(Path at) {
    return Thrown.message(IOException.class, () -> CgroupTree.detect(host, at));
  }

  /** Debian's kernel 6.12 has no memory controller on v1, and systemd leaves its directory. */
  @Test
  void directoryLeftWhereNothingIsMountedIsNoHierarchy() throws IOException {
    hierarchy("cpu,cpuacct", "pids");
    Files.createDirectory(root.resolve("memory"));
    mountinfo(
        TMPFS,
        v1("/sys/fs/cgroup/cpu,cpuacct", "rw,cpu,cpuacct"),
        v1("/sys/fs/cgroup/pids", "rw,pids"));

    assertEquals(CgroupVersion.V1, tree().version());
    assertTrue(tree().hierarchy(Controller.CPU).isPresent());
    assertFalse(tree().hierarchy(Controller.MEMORY).isPresent());
  }

  @Test
  void directoryWithFilesWhereNothingIsMountedIsNoHierarchyBesideMounts() throws IOException {
    hierarchy("cpu", "memory");
    mountinfo(TMPFS, v1("/sys/fs/cgroup/cpu", "rw,cpu"));

    assertFalse(tree().hierarchy(Controller.MEMORY).isPresent());
  }

  @Test
  void emptyDirectoryDoesNotHideCgroupV2() throws IOException {
    v2At("/sys/fs/cgroup", "cpu memory");
    Files.createDirectory(root.resolve("memory"));
    mountinfo(V2);

    assertEquals(CgroupVersion.V2, tree().version());
  }

  @Test
  void hierarchyIsFoundByItsOptionsWhateverItsDirectory() throws IOException {
    hierarchy("a b", "x");
    mountinfo(
        TMPFS,
        v1("/sys/fs/cgroup/a\\040b", "rw,xattr,memory"),
        v1("/sys/fs/cgroup/x", "rw,cpuacct,cpu"));

    assertEquals(root.resolve("a b"), tree().hierarchy(Controller.MEMORY).orElseThrow());
    assertEquals(root.resolve("x"), tree().hierarchy(Controller.CPU).orElseThrow());
    assertEquals(Set.of(root.resolve("x"), root.resolve("a b")), tree().hierarchies());
  }

  @Test
  void hybridHostIsV1() throws IOException {
    hierarchy("memory");
    v2At("/sys/fs/cgroup/unified", "");
    mountinfo(
        TMPFS,
        "99 30 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw",
        v1("/sys/fs/cgroup/memory", "rw,memory"));

    assertEquals(CgroupVersion.V1, tree().version());
  }

  @Test
  void v1WithoutTheControllersOfPodsLeavesThemToV2() throws IOException {
    hierarchy("systemd");
    v2At("/sys/fs/cgroup/unified", "cpu memory");
    mountinfo(
        TMPFS,
        v1("/sys/fs/cgroup/systemd", "rw,name=systemd"),
        "99 30 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw");

    assertEquals(CgroupVersion.V2, tree().version());
    assertEquals(root.resolve("unified"), tree().hierarchy(Controller.CPU).orElseThrow());
  }

  /** As in a container that has cgroups of its own beside the node's. */
  @Test
  void ofTwoMountsOfOneHierarchyThatOfAllOfItIsUsed() throws IOException {
    hierarchy("cpu", "host/cpu");
    mountinfo(
        TMPFS,
        v1("/sys/fs/cgroup/host/cpu", "rw,cpu"),
        mount("/docker/4f5c", "/sys/fs/cgroup/cpu", "ro", "rw,cpu"));

    assertEquals(root.resolve("host/cpu"), tree().hierarchy(Controller.CPU).orElseThrow());
    assertEquals(List.of(), tree().readOnly());
  }

  @Test
  void mountOverAnotherCountsInItsPlace() throws IOException {
    hierarchy("cpu");
    mountinfo(
        TMPFS,
        mount("31 30", "/", "/sys/fs/cgroup/cpu", "ro", "rw,cpu"),
        mount("32 31", "/", "/sys/fs/cgroup/cpu", "rw", "rw,cpu"));

    assertEquals(List.of(), tree().readOnly());
  }

  /** A volume of a container, over the cgroups that the runtime has mounted for it. */
  @Test
  void mountsUnderAVolumeAreOutOfSight() throws IOException {
    hierarchy("cpu", "memory");
    mountinfo(
        TMPFS,
        mount("31 30", "/docker/4f5c", "/sys/fs/cgroup/cpu", "ro", "rw,cpu"),
        "40 30 0:50 /node /sys/fs/cgroup rw - ext4 /dev/vda rw");

    assertEquals(List.of(), tree().readOnly());
    assertTrue(tree().hierarchy(Controller.MEMORY).isPresent(), "as the directories say");
  }

  @Test
  void mountThatIsReadOnlyIsKnown() throws IOException {
    hierarchy("cpu", "memory");
    mountinfo(
        TMPFS,
        mount("/", "/sys/fs/cgroup/cpu", "ro,nosuid", "rw,cpu"),
        mount("/", "/sys/fs/cgroup/memory", "rw", "ro,memory"));

    assertEquals(List.of(root.resolve("cpu"), root.resolve("memory")), tree().readOnly());
  }

  @Test
  void hostMountedIntoAContainerIsFoundBelowItsPlace() throws IOException {
    v2At("/host/sys/fs/cgroup", "cpu memory");
    write("/host/proc/self/mountinfo", V2.replace("/sys", "/host/sys") + "\n");
    HostPaths mounted = new HostPaths(files.getPath("/host"));

    CgroupTree tree = CgroupTree.detect(mounted, mounted.resolve("/sys/fs/cgroup"));

    assertEquals("/host/sys/fs/cgroup", tree.path("").toString());
  }

  @Test
  void cgroupRootMayBeACgroupOfV2() throws IOException {
    v2At("/sys/fs/cgroup", "cpu memory");
    v2At("/sys/fs/cgroup/nested", "cpu memory");
    mountinfo(V2);

    CgroupTree tree = CgroupTree.detect(host, root.resolve("nested"));

    assertEquals(root.resolve("nested"), tree.hierarchy(Controller.CPU).orElseThrow());
  }

  @Test
  void cgroupRootMayBeALinkAndMountsMayBeFurtherDown() throws IOException {
    write("/mnt/deep/er/cpu/cgroup.procs", "");
    Files.createSymbolicLink(files.getPath("/cgroup"), files.getPath("/mnt"));
    mountinfo(v1("/mnt/deep/er/cpu", "rw,cpu"));

    CgroupTree tree = CgroupTree.detect(host, files.getPath("/cgroup"));

    assertEquals("/mnt/deep/er/cpu", tree.hierarchy(Controller.CPU).orElseThrow().toString());
  }

  @Test
  void nodeMadeUpInADirectoryHasNoMounts() throws IOException {
    hierarchy("cpu,cpuacct", "memory");
    Files.createDirectory(root.resolve("blkio"));

    assertEquals(CgroupVersion.V1, tree().version());
    assertEquals(root.resolve("cpu,cpuacct"), tree().hierarchy(Controller.CPUACCT).orElseThrow());
    assertFalse(tree().hierarchy(Controller.BLKIO).isPresent());
  }

  @Test
  void hierarchyOfSeveralNamesIsThereOnce() throws IOException {
    hierarchy("cpu,memory");
    Files.createSymbolicLink(root.resolve("cpu"), files.getPath("cpu,memory"));
    Files.createSymbolicLink(root.resolve("memory"), files.getPath("cpu,memory"));

    assertEquals(Set.of(root.resolve("cpu,memory")), tree().hierarchies());
  }

  @Test
  void directoryWithoutCgroupsIsRefusedAndTheirPlaceNamed() throws IOException {
    write("/cgroup/cpu/cgroup.procs", "");
    mountinfo(v1("/cgroup/cpu", "rw,cpu"));

    assertEquals(
        "neither cgroup v1 with cpu or memory nor cgroup v2 is mounted at or below"
            + " /sys/fs/cgroup: mount cgroups, or set agent.cgroupRoot; cgroups are mounted at"
            + " /cgroup/cpu",
        refusal(root));
  }

  @Test
  void missingRootIsRefused() {
    assertTrue(refusal(files.getPath("/nowhere")).contains("set agent.cgroupRoot"));
  }

  private String missingMemory(String cgroups) throws IOException {
    hierarchy("cpu");
    write("/proc/cgroups", cgroups);
    Support support = tree().support(Attributes.MEMORY_LIMIT);
    assertEquals(Support.State.MISSING, support.state());
    return support.reason();
  }

  @Test
  void controllerSwitchedOffAtBootIsSaidSo() throws IOException {
    mountinfo(v1("/sys/fs/cgroup/cpu", "rw,cpu"));

    assertEquals(
        "the cgroup controller memory is switched off: take cgroup_disable=memory off the kernel's"
            + " command line",
        missingMemory("#subsys_name\thierarchy\tnum_cgroups\tenabled\nmemory\t0\t1\t0\n"));
  }

  @Test
  void controllerThatIsNotMountedIsSaidSo() throws IOException {
    mountinfo(v1("/sys/fs/cgroup/cpu", "rw,cpu"));

    assertTrue(
        missingMemory("memory\t0\t1\t1\n")
            .startsWith("the cgroup v1 controller memory is not mounted: mount it"));
  }

  @Test
  void controllerTheKernelLacksIsSaidSo() throws IOException {
    mountinfo(v1("/sys/fs/cgroup/cpu", "rw,cpu"));

    assertEquals("this kernel has no cgroup controller memory", missingMemory("cpu\t0\t1\t1\n"));
  }

  @Test
  void controllerThatIsOnV2AloneIsSaidSo() throws IOException {
    v2At("/sys/fs/cgroup/unified", "memory");
    mountinfo(
        v1("/sys/fs/cgroup/cpu", "rw,cpu"),
        "99 30 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw");

    assertTrue(
        missingMemory("memory\t0\t1\t1\n")
            .startsWith(
                "the cgroup controller memory is on cgroup v2 alone, at /sys/fs/cgroup/unified"));
  }

  @Test
  void controllerThatV1HoldsIsSaidSoOnV2() throws IOException {
    v2At("/sys/fs/cgroup", "memory");
    mountinfo(V2);
    write("/proc/cgroups", "cpu\t3\t1\t1\n");

    assertTrue(
        tree()
            .support(Attributes.CPU_QUOTA)
            .reason()
            .startsWith("the cgroup controller cpu is in use by cgroup v1"));
  }
}
