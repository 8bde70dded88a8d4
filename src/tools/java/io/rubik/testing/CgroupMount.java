package io.rubik.testing;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The cgroup hierarchies below one directory. All paths are of the file system that is wrapped;
 * what happens here bypasses the kernel's rules, faults and the record.
 */
final class CgroupMount {
  private final Path root;
  private final Map<Path, Hierarchy> hierarchies = new LinkedHashMap<>();

  private CgroupMount(Path root) {
    this.root = root;
  }

  /** One hierarchy for each name, such as {@code memory} or {@code cpu,cpuacct} with its links. */
  static CgroupMount v1(FileSystem files, String root, Kernel kernel, List<String> names)
      throws IOException {
    CgroupMount mount = new CgroupMount(files.getPath(root));
    Files.createDirectories(mount.root);
    for (String name : names) {
      List<String> controllers = List.of(name.split(",", -1));
      mount.add(mount.root.resolve(name), V1Files.of(controllers, kernel));
      if (controllers.size() > 1) {
        for (String controller : controllers) {
          Files.createSymbolicLink(mount.root.resolve(controller), files.getPath(name));
        }
      }
    }
    return mount;
  }

  /** One hierarchy at the root itself. */
  static CgroupMount v2(FileSystem files, String root, Kernel kernel) throws IOException {
    CgroupMount mount = new CgroupMount(files.getPath(root));
    Files.createDirectories(Objects.requireNonNull(mount.root.getParent()));
    mount.add(mount.root, V2Files.of(kernel));
    return mount;
  }

  private void add(Path path, List<ControlFile> files) throws IOException {
    Hierarchy hierarchy = new Hierarchy(path, files);
    hierarchy.create(path);
    hierarchies.put(path, hierarchy);
  }

  /** The absolute path with the links of joined controllers followed. */
  Path canonical(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    for (Path above = absolute.getParent(); above != null; above = above.getParent()) {
      if (Files.exists(above)) {
        return above.toRealPath().resolve(above.relativize(absolute));
      }
    }
    return absolute;
  }

  /** Mounts resctrl beside the cgroups. */
  void addResctrl(Path path) throws IOException {
    Files.createDirectories(Objects.requireNonNull(path.getParent()));
    add(path, Schemata.GROUP);
  }

  /** Whether a canonical path is the mount, or resctrl's, or below one of them. */
  boolean contains(Path path) {
    return path.startsWith(root) || hierarchy(path).isPresent();
  }

  /** Empty outside of the hierarchies. */
  Optional<Hierarchy> hierarchy(Path path) {
    return hierarchies.values().stream().filter(h -> path.startsWith(h.root())).findFirst();
  }

  /** What identifies a control file that is open; empty when it is gone. */
  Optional<Object> identity(Path path) throws IOException {
    return Files.isRegularFile(path)
        ? Optional.ofNullable(Files.readAttributes(path, "fileKey").get("fileKey"))
        : Optional.empty();
  }

  /** What a control file reads; fails with EINVAL if it can only be written. */
  synchronized byte[] read(Path path) throws IOException {
    Optional<ControlFile> control = hierarchy(path).flatMap(h -> h.control(path));
    if (control.isPresent() && !control.get().readable()) {
      throw Errno.EINVAL.exception();
    }
    return Files.readAllBytes(path);
  }

  /** Applies the rule of a control file to one write. */
  synchronized void write(Path path, String text) throws IOException {
    Hierarchy hierarchy = hierarchy(path).orElseThrow();
    KernelCgroup cgroup = hierarchy.cgroup(Objects.requireNonNull(path.getParent()));
    Rule rule = hierarchy.control(path).map(ControlFile::rule).orElse(Rule.ANY);
    String value = rule.write(cgroup, text);
    cgroup.set(Objects.requireNonNull(path.getFileName()).toString(), value);
  }
}
