package io.rubik.feature.quotaturbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rubik.cgroup.CgroupTree;
import io.rubik.control.ControlsFixture;
import io.rubik.control.Owner;
import io.rubik.daemon.Eventually;
import io.rubik.feature.CpuAnnotations;
import io.rubik.host.HostPaths;
import io.rubik.loop.Ticker;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.testing.FeatureContexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * quotaTurbo on this machine's own kernel, in cgroups made for the test, with a container that is
 * idle at first and then wants all it can get. How busy the node is, the test says.
 */
@Tag("slow")
final class QuotaTurboOnRealKernelTest {

  private static final Path MOUNT = Path.of("/sys/fs/cgroup");
  private static final String PARENT = "rubik-turbo-" + ProcessHandle.current().pid();
  private static final List<String> HIERARCHIES = List.of("cpu", "cpuacct");
  private static final String POD = "kubepods/burstable/poduid-web";
  private static final String CONTAINER = POD + "/c1";
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final long LIMIT = 20_000;
  private static final int TICKS_PER_INTERVAL = 20;

  @TempDir Path root;
  private final Deque<Path> made = new ArrayDeque<>();
  private final Deque<Process> processes = new ArrayDeque<>();
  private long busyTicks;
  private long idleTicks;

  @BeforeEach
  void makeNode() throws IOException {
    for (String hierarchy : HIERARCHIES) {
      Path mount = MOUNT.resolve(hierarchy);
      assumeTrue(
          Files.exists(mount.resolve("cgroup.procs")), () -> mount + " is not a cgroup mount");
      Path parent = makeParent(mount.resolve(PARENT));
      for (String path : List.of("kubepods", "kubepods/burstable", POD, CONTAINER)) {
        make(parent.resolve(path));
      }
      Path link = root.resolve("sys/fs/cgroup").resolve(hierarchy);
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, parent);
    }
    write("sys/devices/system/cpu/online", "0-1\n");
    setQuota(POD, LIMIT);
    setQuota(CONTAINER, LIMIT);
    showLoad(0);
  }

  private Path makeParent(Path cgroup) {
    try {
      return make(cgroup);
    } catch (IOException e) {
      return abort("no cgroup can be made, which takes root and a writable mount: " + e);
    }
  }

  private Path make(Path cgroup) throws IOException {
    made.push(Files.createDirectory(cgroup));
    return cgroup;
  }

  @AfterEach
  void removeCgroups() throws Exception {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
    Path procs = file("cpu", CONTAINER, "cgroup.procs");
    if (Files.exists(procs)) {
      Eventually.until(
          "the cgroup is empty", Duration.ofSeconds(30), () -> Files.readString(procs).isEmpty());
    }
    while (!made.isEmpty()) {
      Files.delete(made.pop());
    }
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Path file(String hierarchy, String path, String file) {
    return MOUNT.resolve(hierarchy).resolve(PARENT).resolve(path).resolve(file);
  }

  private void setQuota(String path, long micros) throws IOException {
    Files.writeString(file("cpu", path, "cpu.cfs_quota_us"), Long.toString(micros));
  }

  private long quota(String path) throws IOException {
    return Long.parseLong(Files.readString(file("cpu", path, "cpu.cfs_quota_us")).strip());
  }

  private long usageNanos() throws IOException {
    return Long.parseLong(Files.readString(file("cpuacct", CONTAINER, "cpuacct.usage")).strip());
  }

  /** Makes /proc/stat tell of one more interval. */
  private void showLoad(int busyPercent) throws IOException {
    busyTicks += (long) TICKS_PER_INTERVAL * busyPercent / 100;
    idleTicks += (long) TICKS_PER_INTERVAL * (100 - busyPercent) / 100;
    write("proc/stat", "cpu  %d 0 0 %d 0 0 0 0 0 0%n".formatted(busyTicks, idleTicks));
  }

  /** Starts a process that wants a CPU, in the container's cgroup. */
  private Process burn() throws IOException {
    Process process = new ProcessBuilder("/bin/sh", "-c", "while :; do :; done").start();
    processes.add(process);
    for (String hierarchy : HIERARCHIES) {
      Files.writeString(file(hierarchy, CONTAINER, "cgroup.procs"), Long.toString(process.pid()));
    }
    return process;
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(each -> target(each).contains(PARENT)).count();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "closed meanwhile";
    }
  }

  /** Runs the loop for so many intervals. */
  private void run(QuotaTurbo turbo, int intervals, int busyPercent) throws IOException {
    for (int i = 0; i < intervals; i++) {
      LockSupport.parkNanos(INTERVAL.toNanos());
      showLoad(busyPercent);
      turbo.tasks().getFirst().body().run();
    }
  }

  /** Returns the share of a CPU a process gets in so many intervals. */
  private double share(long usedNanos, long startNanos) throws IOException {
    return (usageNanos() - usedNanos) / (double) (System.nanoTime() - startNanos);
  }

  @Test
  void containerThatWasIdleGetsMoreThanItsLimitUntilTheNodeIsBusy() throws Exception {
    Process without = burn();
    long used = usageNanos();
    long start = System.nanoTime();
    LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
    double limited = share(used, start);
    without.destroyForcibly().waitFor();

    CgroupTree tree = CgroupTree.detect(new HostPaths(root), root.resolve("sys/fs/cgroup"));
    Owner owner = ControlsFixture.owner(tree);
    QuotaTurbo turbo =
        new QuotaTurbo(
            new QuotaTurboConfig(60, 80, INTERVAL),
            FeatureContexts.of(new HostPaths(root), tree, Ticker.system(), owner));
    turbo.start();
    Pod pod =
        PodFixture.pod("web")
            .annotation(CpuAnnotations.QUOTA_TURBO.key(), "true")
            .container("c1", "200m", "")
            .pod();
    turbo.reconcile(pod);
    run(turbo, 65, 5);
    assertEquals(2, descriptors());

    burn();
    used = usageNanos();
    start = System.nanoTime();
    run(turbo, 20, 5);
    double raised = share(used, start);
    long most = quota(CONTAINER);
    System.out.printf(
        "limit 0.2 CPU: %.3f CPU without quotaTurbo, %.3f with it: %.2f times; quota %d us%n",
        limited, raised, raised / limited, most);
    assertTrue(most > LIMIT, most + " µs");
    assertEquals(most, quota(POD));
    assertTrue(raised > 1.15 * limited, raised + " CPU instead of " + limited);

    run(turbo, 3, 100);
    assertEquals(LIMIT, quota(CONTAINER));
    assertEquals(LIMIT, quota(POD));

    run(turbo, 12, 5);
    turbo.stop();
    owner.releaseAll();
    assertEquals(LIMIT, quota(CONTAINER));
    assertEquals(LIMIT, quota(POD));
    assertEquals(0, descriptors());
  }

  @Test
  void cgroupThatIsRemovedWhileItsFilesAreOpenIsLeftOut() throws Exception {
    CgroupTree tree = CgroupTree.detect(new HostPaths(root), root.resolve("sys/fs/cgroup"));
    QuotaTurbo turbo =
        new QuotaTurbo(
            new QuotaTurboConfig(60, 80, INTERVAL),
            FeatureContexts.of(
                new HostPaths(root), tree, Ticker.system(), ControlsFixture.owner(tree)));
    turbo.start();
    turbo.reconcile(
        PodFixture.pod("web")
            .annotation(CpuAnnotations.QUOTA_TURBO.key(), "true")
            .container("c1", "200m", "")
            .pod());
    run(turbo, 2, 5);
    assertEquals(2, descriptors());

    for (String hierarchy : HIERARCHIES) {
      Path cgroup = file(hierarchy, CONTAINER, "");
      Files.delete(cgroup);
      made.remove(cgroup);
    }
    run(turbo, 2, 5);

    assertEquals(0, descriptors());
    turbo.stop();
  }
}
