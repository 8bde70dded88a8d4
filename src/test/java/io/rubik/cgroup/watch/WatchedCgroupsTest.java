package io.rubik.cgroup.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.rubik.cgroup.CgroupVersion;
import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The directories of this machine without the thread that CgroupWatch has. */
class WatchedCgroupsTest {

  private static final int PODS = 5;

  /** More than the 512 events after which a directory reports a loss. */
  private static final int CONTAINERS = 520;

  @TempDir private Path root;
  private final Set<String> reported = new HashSet<>();

  /** Each directory reports the loss, and each report led to a scan. */
  @Test
  void lossReportedByManyDirectoriesIsOneScan() throws Exception {
    for (int i = 0; i < PODS; i++) {
      Files.createDirectories(root.resolve("kubepods/pod" + i));
    }
    try (WatchService service = FileSystems.getDefault().newWatchService()) {
      WatchedCgroups cgroups =
          new WatchedCgroups(
              service,
              List.of(root),
              KubepodsLayout.CGROUPFS,
              CgroupVersion.V1,
              new Appearances(reported::add),
              new WatchProblems(() -> 0));
      cgroups.scan();
      int directories = looks(cgroups);
      assertEquals(PODS, reported.size());
      reported.clear();

      makeContainers();
      int reports = handleAll(service, cgroups);
      int looks = looks(cgroups);

      assertTrue(reports >= PODS, reports + " reports");
      assertEquals(PODS, reported.size());
      assertTrue(looks <= 2 * directories, looks + " looks at " + directories + " directories");
    }
  }

  @Test
  void numberOfWatchedDirectoriesIsBounded() throws Exception {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
        WatchService service = memory.newWatchService();
        LogCapture log = new LogCapture()) {
      Path hierarchy = memory.getPath("/cgroup");
      for (int i = 0; i < 10_100; i++) {
        Files.createDirectories(hierarchy.resolve("kubepods/pod" + i));
      }
      WatchedCgroups cgroups =
          new WatchedCgroups(
              service,
              List.of(hierarchy),
              KubepodsLayout.CGROUPFS,
              CgroupVersion.V1,
              new Appearances(reported::add),
              new WatchProblems(() -> 0));
      cgroups.scan();
      cgroups.watchNext();
      cgroups.watchNext();

      assertEquals(10_100, reported.size());
      assertEquals(1, log.lines("there are more than 10000 cgroups of pods"), log.text());
    }
  }

  private void makeContainers() throws IOException {
    for (int i = 0; i < PODS; i++) {
      for (int container = 0; container < CONTAINERS; container++) {
        Files.createDirectory(root.resolve("kubepods/pod" + i + "/" + container));
      }
    }
  }

  private static int handleAll(WatchService service, WatchedCgroups cgroups)
      throws InterruptedException {
    int handled = 0;
    for (WatchKey key = next(service); key != null; key = next(service)) {
      cgroups.handle(key);
      handled++;
    }
    return handled;
  }

  private static @Nullable WatchKey next(WatchService service) throws InterruptedException {
    return service.poll(1, TimeUnit.SECONDS);
  }

  private static int looks(WatchedCgroups cgroups) {
    int looks = 0;
    for (; cgroups.isBehind(); looks++) {
      cgroups.watchNext();
    }
    return looks;
  }
}
