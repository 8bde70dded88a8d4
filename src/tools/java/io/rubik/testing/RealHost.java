package io.rubik.testing;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rubik.cgroup.CgroupTree;
import io.rubik.host.HostPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A host in a directory whose cgroup v1 hierarchies are cgroups of this machine's real ones, made
 * for a test and removed when it is closed:
 *
 * <pre>
 * sys/fs/cgroup/cpu → /sys/fs/cgroup/cpu/rubik-test-4711
 * </pre>
 */
public final class RealHost implements AutoCloseable {

  private static final Path MOUNT = Path.of("/sys/fs/cgroup");

  private final Path root;
  private final List<Path> cgroups;

  private RealHost(Path root, List<Path> cgroups) {
    this.root = root;
    this.cgroups = cgroups;
  }

  /** Makes one; the test is skipped, with the reason, where that cannot be. */
  public static RealHost in(Path root, List<String> controllers) {
    List<Path> cgroups = controllers.stream().map(RealHost::ownCgroup).toList();
    RealHost host = new RealHost(root, cgroups);
    try {
      Path hierarchies = Files.createDirectories(root.resolve("sys/fs/cgroup"));
      for (int i = 0; i < cgroups.size(); i++) {
        Files.createDirectory(cgroups.get(i));
        Files.createSymbolicLink(hierarchies.resolve(controllers.get(i)), cgroups.get(i));
      }
      return host;
    } catch (IOException e) {
      host.removeQuietly(e);
      return abort("no cgroup can be made, which takes root and a writable mount: " + e);
    }
  }

  private static Path ownCgroup(String controller) {
    Path mount = MOUNT.resolve(controller);
    assumeTrue(Files.exists(mount.resolve("cgroup.procs")), () -> mount + " is not a cgroup mount");
    return mount.resolve("rubik-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
  }

  /** Returns the root of the host. */
  public Path root() {
    return root;
  }

  /** Returns the directory of the hierarchies. */
  public Path cgroupRoot() {
    return root.resolve("sys/fs/cgroup");
  }

  /** Returns what rubik finds of the hierarchies. */
  public CgroupTree tree() throws IOException {
    return CgroupTree.detect(new HostPaths(root), cgroupRoot());
  }

  /** Makes a cgroup and those above it; returns its directory. */
  public Path cgroup(String controller, String path) throws IOException {
    return Files.createDirectories(cgroupRoot().resolve(controller).resolve(path));
  }

  /** Writes a control file or another one that is there. */
  public void write(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.WRITE);
  }

  private void removeQuietly(IOException cause) {
    try {
      close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** Removes the cgroups; the processes in them must have ended. */
  @Override
  public void close() throws IOException {
    for (Path cgroup : cgroups) {
      if (Files.isDirectory(cgroup)) {
        remove(cgroup);
      }
    }
  }

  private static void remove(Path cgroup) throws IOException {
    List<Path> directories;
    try (Stream<Path> tree = Files.walk(cgroup)) {
      directories = tree.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
    }
    for (Path directory : directories) {
      Files.delete(directory);
    }
  }
}
