package io.rubik.testing;

import io.rubik.cgroup.CgroupTree;
import io.rubik.host.HostPaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A node's cgroup tree and /proc on a {@link KernelFileSystem}:
 *
 * <pre>{@code
 * try (CgroupFixture node = CgroupFixture.v1().cgroupfs().openEuler()) {
 *   String pod = node.pod("burstable", "uid-1", "container-1");
 *   // run what writes below node.root()
 *   assertEquals("-1", node.read("cpu", pod, "cpu.qos_level"));
 * }
 * }</pre>
 *
 * <p>What the fixture itself does bypasses rules, faults and the record. Its cgroup paths are
 * relative to a hierarchy: {@code kubepods/burstable}. On v2 the hierarchy is ignored.
 */
public final class CgroupFixture implements AutoCloseable {
  private static final String CGROUP_ROOT = "/sys/fs/cgroup";
  private static final List<String> V1 =
      List.of("cpu", "cpuacct", "memory", "blkio", "cpuset", "net_cls", "perf_event");
  private static final List<String> V1_JOINED =
      List.of("cpu,cpuacct", "memory", "blkio", "cpuset", "net_cls,net_prio", "perf_event");

  private final String name;
  private final List<String> hierarchies;
  private final CgroupLayout layout;
  private final KernelFileSystem files;

  private CgroupFixture(List<String> hierarchies, CgroupLayout layout, Kernel kernel)
      throws IOException {
    this.name = (hierarchies.isEmpty() ? "v2 " : "v1 ") + layout.label() + " " + kernel.label();
    this.hierarchies = hierarchies;
    this.layout = layout;
    this.files =
        hierarchies.isEmpty()
            ? KernelFileSystem.v2(CGROUP_ROOT, kernel)
            : KernelFileSystem.v1(CGROUP_ROOT, kernel, hierarchies);
    HostFiles.write(files, CGROUP_ROOT, hierarchies, kernel);
    CgroupLayout.QOS.forEach(qos -> cgroup(layout.qos(qos)));
  }

  /** Each controller has a hierarchy of its own. */
  public static Driver v1() {
    return new Driver(V1);
  }

  /** As systemd mounts v1: {@code cpu} and {@code cpuacct} are links to {@code cpu,cpuacct}. */
  public static Driver v1Joined() {
    return new Driver(V1_JOINED);
  }

  /** One hierarchy with all controllers. */
  public static Driver v2() {
    return new Driver(List.of());
  }

  /** Both versions with both drivers, v1 on openEuler and v2 on mainline; each to be closed. */
  public static Stream<CgroupFixture> all() {
    return Stream.of(
        v1().cgroupfs().openEuler(),
        v1().systemd().openEuler(),
        v2().cgroupfs().mainline(),
        v2().systemd().mainline());
  }

  /** The choice of the kubelet's cgroup driver. */
  public static final class Driver {
    private final List<String> hierarchies;

    private Driver(List<String> hierarchies) {
      this.hierarchies = hierarchies;
    }

    /** Directories such as {@code kubepods/burstable}. */
    public Distribution cgroupfs() {
      return new Distribution(hierarchies, CgroupLayout.CGROUPFS);
    }

    /** Directories such as {@code kubepods.slice/kubepods-burstable.slice}. */
    public Distribution systemd() {
      return new Distribution(hierarchies, CgroupLayout.SYSTEMD);
    }
  }

  /** The choice of the kernel. */
  public static final class Distribution {
    private final List<String> hierarchies;
    private final CgroupLayout layout;

    private Distribution(List<String> hierarchies, CgroupLayout layout) {
      this.hierarchies = hierarchies;
      this.layout = layout;
    }

    /** With the files that openEuler adds, without those of newer kernels. */
    public CgroupFixture openEuler() {
      return on(Kernel.OPENEULER);
    }

    /** Without the files that openEuler adds. */
    public CgroupFixture mainline() {
      return on(Kernel.MAINLINE);
    }

    private CgroupFixture on(Kernel kernel) {
      return get(() -> new CgroupFixture(hierarchies, layout, kernel));
    }
  }

  /** The root directory of the node. */
  public Path root() {
    return files.getPath("/");
  }

  /** The cgroup mount. */
  public Path cgroupRoot() {
    return files.getPath(CGROUP_ROOT);
  }

  /** What rubik finds of the cgroup mounts. */
  public CgroupTree tree() throws IOException {
    return CgroupTree.detect(new HostPaths(root()), cgroupRoot());
  }

  /** The file system, with its record and its faults. */
  public KernelFileSystem files() {
    return files;
  }

  /** What was done through {@link #root()}. */
  public Recording recording() {
    return files.recording();
  }

  /** What is to go wrong. */
  public Faults faults() {
    return files.faults();
  }

  /** Whether the tree is of cgroup v2. */
  public boolean isV2() {
    return hierarchies.isEmpty();
  }

  /** Whether the kubelet's driver is systemd. */
  public boolean isSystemd() {
    return layout == CgroupLayout.SYSTEMD;
  }

  /** The cgroup path of {@code guaranteed} (kubepods itself), burstable or besteffort. */
  public String qosPath(String qos) {
    return layout.qos(qos);
  }

  /** The cgroup path of a pod, whether or not it exists. */
  public String podPath(String qos, String uid) {
    return layout.pod(qos, uid);
  }

  /** The cgroup path of a container of containerd, whether or not it exists. */
  public String containerPath(String qos, String uid, String containerId) {
    return layout.container(qos, uid, containerId);
  }

  /** The path of the cgroup that crun makes below a container's for its tasks. */
  public String subgroupPath(String qos, String uid, String containerId) {
    return containerPath(qos, uid, containerId) + "/container";
  }

  /** Makes the cgroups of a pod and its containers; returns the pod's path. */
  public String pod(String qos, String uid, String... containerIds) {
    cgroup(podPath(qos, uid));
    for (String id : containerIds) {
      cgroup(containerPath(qos, uid, id));
    }
    return podPath(qos, uid);
  }

  /** Makes a cgroup, and those above it, in every hierarchy. */
  public CgroupFixture cgroup(String path) {
    roots().forEach(root -> run(() -> files.makeCgroup(root + "/" + path)));
    return this;
  }

  /** Removes a cgroup, and those below it, in every hierarchy. */
  public CgroupFixture remove(String path) {
    roots().forEach(root -> run(() -> files.removeCgroup(root + "/" + path)));
    return this;
  }

  /** The name of a control file, as recordings and faults have it. */
  public String file(String hierarchy, String path, String file) {
    return CGROUP_ROOT + (isV2() ? "/" : "/" + hierarchy + "/") + path + "/" + file;
  }

  /** What a control file holds, without the newline. */
  public String read(String hierarchy, String path, String file) {
    return get(() -> files.text(file(hierarchy, path, file)).stripTrailing());
  }

  /** Sets a control file, also one that cannot be written; the newline is added. */
  public CgroupFixture set(String hierarchy, String path, String file, String value) {
    return setFile(file(hierarchy, path, file), value.isEmpty() ? "" : value + "\n");
  }

  /** Sets any file, such as {@code /proc/meminfo}, to the byte; makes it if need be. */
  public CgroupFixture setFile(String path, String text) {
    run(() -> files.setText(path, text));
    return this;
  }

  /** What any file holds, without the newline at its end. */
  public String readFile(String path) {
    return get(() -> files.text(path).stripTrailing());
  }

  /** Mounts resctrl, with a root group of one cache domain. */
  public CgroupFixture resctrl() {
    run(() -> files.makeResctrl());
    return this;
  }

  /** The schemata of a resctrl group, empty when there is no such group. */
  public Optional<String> resctrlGroup(String group) {
    return get(() -> files.resctrlSchemata(group));
  }

  /** Makes a resctrl group with these schemata, or sets those of one that is there. */
  public CgroupFixture resctrlGroup(String group, String schemata) {
    run(() -> files.setResctrl(group, schemata));
    return this;
  }

  /** Takes a control file away in one cgroup. */
  public CgroupFixture removeFile(String hierarchy, String path, String file) {
    run(() -> files.removeFile(file(hierarchy, path, file)));
    return this;
  }

  @Override
  public void close() {
    run(files::close);
  }

  @Override
  public String toString() {
    return name;
  }

  private List<String> roots() {
    return isV2()
        ? List.of(CGROUP_ROOT)
        : hierarchies.stream().map(hierarchy -> CGROUP_ROOT + "/" + hierarchy).toList();
  }

  private interface Action {
    void run() throws IOException;
  }

  private interface Source<T> {
    T get() throws IOException;
  }

  private static void run(Action action) {
    try {
      action.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T get(Source<T> source) {
    try {
      return source.get();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
