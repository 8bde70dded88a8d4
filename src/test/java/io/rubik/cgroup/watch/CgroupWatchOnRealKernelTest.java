package io.rubik.cgroup.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.daemon.Eventually;
import io.rubik.host.HostPaths;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watch on this machine's own cgroup hierarchy, in a cgroup made for the test. */
class CgroupWatchOnRealKernelTest {

  private static final Path MOUNT = Path.of("/sys/fs/cgroup/cpu");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<String> reported = new CopyOnWriteArrayList<>();
  private final Deque<Path> made = new ArrayDeque<>();

  @AfterEach
  void removeCgroups() throws IOException {
    while (!made.isEmpty()) {
      Files.delete(made.pop());
    }
  }

  private Path make(Path cgroup) throws IOException {
    made.push(Files.createDirectory(cgroup));
    return cgroup;
  }

  private Path makeHierarchy() {
    try {
      return make(MOUNT.resolve("rubik-cgroup-watch-" + ProcessHandle.current().pid()));
    } catch (IOException e) {
      return abort("no cgroup can be made, which takes root and a writable mount: " + e);
    }
  }

  private void awaitReport(String pod) throws IOException, TimeoutException {
    Eventually.until(pod + " is reported", PATIENCE, () -> reported.contains(pod));
    reported.clear();
  }

  /** Returns how many directories this process watches, by proc(5) fdinfo. */
  private static long watches() throws IOException {
    long watches = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/self/fdinfo"))) {
      for (Path file : files) {
        if (Files.exists(file)) {
          watches +=
              Files.readAllLines(file).stream().filter(l -> l.startsWith("inotify ")).count();
        }
      }
    }
    return watches;
  }

  /** Only the parent's watch reports that a cgroup is gone: its own stays, and has to go. */
  @Test
  void cgroupsThatComeGoAndComeAgainAreSeen(@TempDir Path root) throws Exception {
    assumeTrue(Files.exists(MOUNT.resolve("cgroup.procs")), () -> MOUNT + " is not a cgroup mount");
    Path hierarchy = makeHierarchy();
    Files.createSymbolicLink(root.resolve("cpu"), hierarchy);
    CgroupTree tree = CgroupTree.detect(new HostPaths(root), root);
    CgroupWatch watch =
        CgroupWatch.start(tree, KubepodsLayout.CGROUPFS, new Appearances(reported::add))
            .orElseThrow();
    try (watch) {
      make(hierarchy.resolve("kubepods"));
      Path pod = make(hierarchy.resolve("kubepods/podone"));
      awaitReport("kubepods/podone");
      make(pod.resolve("container"));
      awaitReport("kubepods/podone");

      long watches = watches();
      Files.delete(made.pop());
      Files.delete(made.pop());
      Eventually.until("the pod is let go", PATIENCE, () -> watches() == watches - 1);
      make(pod);
      awaitReport("kubepods/podone");
      make(pod.resolve("container"));
      awaitReport("kubepods/podone");
    }
  }

  /** As systemd and kubelet write them. */
  @Test
  void writesOfOtherProcessesAreReported(@TempDir Path root) throws Exception {
    assumeTrue(Files.exists(MOUNT.resolve("cgroup.procs")), () -> MOUNT + " is not a cgroup mount");
    Path hierarchy = makeHierarchy();
    Files.createSymbolicLink(root.resolve("cpu"), hierarchy);
    CgroupTree tree = CgroupTree.detect(new HostPaths(root), root);
    Path classes = make(hierarchy.resolve("kubepods"));
    Path ofClass = make(classes.resolve("burstable"));
    Path pod = make(ofClass.resolve("podone"));
    CgroupEvents events =
        new CgroupEvents() {
          @Override
          public void podAppeared(String podPath) {
            reported.add(podPath);
          }

          @Override
          public void written(String path, String file) {
            reported.add(path + " " + file);
          }
        };
    try (CgroupWatch _ = CgroupWatch.start(tree, KubepodsLayout.CGROUPFS, events).orElseThrow()) {
      awaitReport("kubepods/burstable/podone");
      while (!reported.contains("kubepods/burstable/podone cpu.shares")) {
        write(ofClass, "77");
        write(pod, "78");
      }
      awaitReport("kubepods/burstable cpu.shares");
    }
  }

  /** By a process of its own. */
  private static void write(Path cgroup, String shares) throws Exception {
    String command = "echo " + shares + " >'" + cgroup.resolve("cpu.shares") + "'";
    assertEquals(0, new ProcessBuilder("sh", "-c", command).start().waitFor());
  }
}
