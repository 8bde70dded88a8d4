package io.rubik.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountTableTest {

  private static final String LINE =
      "32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime shared:9 master:1 - cgroup cgroup rw,cpu,cpuacct";

  private final FileSystem files = Jimfs.newFileSystem(Configuration.unix());
  private final HostPaths host = new HostPaths(files.getPath("/"));

  @AfterEach
  void close() throws IOException {
    files.close();
  }

  private List<Mount> read(String text) throws IOException {
    Path file = files.getPath("/proc/self/mountinfo");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return MountTable.read(host, mount -> mount.type().equals("cgroup"));
  }

  @Test
  void lineHasRootPlaceTypeAndOptions() {
    assertEquals(
        Optional.of(
            new Mount(
                "32",
                "31",
                "/",
                "/sys/fs/cgroup/cpu",
                "cgroup",
                false,
                Set.of("rw", "cpu", "cpuacct"))),
        Mount.parse(LINE));
  }

  @Test
  void spacesTabsAndBackslashesAreEscaped() {
    Mount mount =
        Mount.parse("1 2 0:3 /x\\134y /a\\040b\\011c\\0é rw - cgroup cgroup rw").orElseThrow();

    assertEquals("/x\\y", mount.root());
    assertEquals("/a b\tc\\0é", mount.point());
  }

  @Test
  void mountOrItsFileSystemMayBeReadOnly() {
    assertTrue(Mount.parse("1 2 0:3 / /a ro,nosuid - cgroup cgroup rw").orElseThrow().isReadOnly());
    assertTrue(Mount.parse("1 2 0:3 / /a rw shared:1 - x y ro,cpu").orElseThrow().isReadOnly());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "1 2 0:3 / /a rw", "1 2 0:3 / /a rw -", "1 2 0:3 / /a rw - cgroup c"})
  void otherLinesAreIgnored(String line) {
    assertEquals(Optional.empty(), Mount.parse(line));
  }

  @Test
  void wantedMountsAreKeptInTheirOrder() throws IOException {
    List<Mount> mounts =
        read(LINE + "\n1 2 0:3 / / rw - ext4 /dev/vda rw\n" + LINE.replace("cpu ", "cpu2 "));

    assertEquals(
        List.of("/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu2"),
        mounts.stream().map(Mount::point).toList());
  }

  private static Mount mount(String ids, String point) {
    return Mount.parse(ids + " 0:3 / " + point + " rw - cgroup cgroup rw").orElseThrow();
  }

  @Test
  void mountIsCoveredByOneOnItOrAboveItsPlace() {
    Mount cpu = mount("5 4", "/sys/fs/cgroup/cpu");

    assertTrue(mount("9 5", "/sys/fs/cgroup/cpu").covers(cpu), "on it");
    assertTrue(mount("9 4", "/sys/fs").covers(cpu), "on what is above it");
    assertFalse(mount("4 1", "/sys/fs").covers(cpu), "it is on that one");
    assertFalse(mount("9 4", "/sys/fs/cgroup/memory").covers(cpu));
    assertFalse(mount("9 4", "/sys/fs/cgroup/cp").covers(cpu));
    assertFalse(cpu.covers(cpu));
  }

  @Test
  void manyMountsAndLongLinesHaveABound() throws IOException {
    String longLine = LINE + ",x=" + "y".repeat(1 << 20);

    assertEquals(1000, read((LINE + "\n").repeat(3000)).size());
    assertEquals(1, read(longLine + "\n" + LINE + "\n").size());
  }

  @Test
  void hostMadeUpInADirectoryHasNone() throws IOException {
    assertEquals(List.of(), MountTable.read(host, any -> true));
  }
}
