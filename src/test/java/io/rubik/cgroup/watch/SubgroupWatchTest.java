package io.rubik.cgroup.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.cgroup.CgroupVersion;
import io.rubik.cgroup.kubepods.KubepodsLayout;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes into the cgroup of a container, with the events of this machine's kernel. */
final class SubgroupWatchTest {

  private static final KubepodsLayout LAYOUT = KubepodsLayout.SYSTEMD;
  private static final String POD =
      "kubepods.slice/kubepods-burstable.slice/kubepods-burstable-poduid.slice";
  private static final String SCOPE = POD + "/crio-c1.scope";

  @TempDir private Path root;
  private final Set<String> reported = new LinkedHashSet<>();
  private WatchService service;

  @BeforeEach
  void open() throws IOException {
    service = FileSystems.getDefault().newWatchService();
  }

  @AfterEach
  void close() throws IOException {
    service.close();
  }

  private WatchedCgroups watched(CgroupVersion version) {
    WatchedCgroups cgroups =
        new WatchedCgroups(
            service,
            Set.of(root),
            LAYOUT,
            version,
            new Appearances(reported::add),
            new WatchProblems(() -> 0));
    cgroups.scan();
    catchUp(cgroups);
    reported.clear();
    return cgroups;
  }

  private static void catchUp(WatchedCgroups cgroups) {
    while (cgroups.isBehind()) {
      cgroups.watchNext();
    }
  }

  private void make(String path) throws IOException {
    Files.createDirectories(root.resolve(path));
  }

  /** Handles events until one concerns the last directory made, which none follows. */
  private Set<String> reportedAfter(WatchedCgroups cgroups, String last) throws Exception {
    make(last);
    while (!Set.copyOf(reported).contains(last)) {
      WatchKey key = service.poll(30, TimeUnit.SECONDS);
      if (key == null) {
        throw new AssertionError(last + " was not seen");
      }
      cgroups.handle(key);
      catchUp(cgroups);
    }
    reported.remove(last);
    return reported;
  }

  private static String otherPod(String id) {
    return POD.replace("poduid", "pod" + id);
  }

  /** crun makes it when the scope is there already. */
  @Test
  void cgroupThatCrunMakesForTheTasksIsReportedByItsPod() throws Exception {
    make(SCOPE);
    WatchedCgroups cgroups = watched(CgroupVersion.V2);

    make(SCOPE + "/container");

    assertEquals(Set.of(POD), reportedAfter(cgroups, otherPod("end")));
  }

  @Test
  void cgroupsThatTheContainerMakesItselfAreNotReported() throws Exception {
    make(SCOPE + "/container");
    WatchedCgroups cgroups = watched(CgroupVersion.V2);

    make(SCOPE + "/init.scope");
    make(SCOPE + "/container/container");

    assertEquals(Set.of(), reportedAfter(cgroups, otherPod("end")));
  }

  @Test
  void containerThatIsMadeAgainIsWatchedAgain() throws Exception {
    make(SCOPE + "/container");
    WatchedCgroups cgroups = watched(CgroupVersion.V2);

    Files.delete(root.resolve(SCOPE + "/container"));
    Files.delete(root.resolve(SCOPE));
    Files.delete(root.resolve(POD));
    reportedAfter(cgroups, otherPod("gone"));
    make(SCOPE);
    reportedAfter(cgroups, otherPod("again"));
    reported.clear();
    make(SCOPE + "/container");

    assertEquals(Set.of(POD), reportedAfter(cgroups, otherPod("end")));
  }

  /** On cgroup v1 crun makes none, and watches are few on its kernels. */
  @Test
  void containersAreNotWatchedOnV1() throws Exception {
    make(SCOPE);
    WatchedCgroups cgroups = watched(CgroupVersion.V1);

    make(SCOPE + "/container");

    assertEquals(Set.of(), reportedAfter(cgroups, otherPod("end")));
  }
}
