package io.rubik.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A mounted cgroup hierarchy, on the file system that is wrapped. */
record Hierarchy(Path root, List<ControlFile> files) {
  /** The cgroup of a control file, or the one with this path. */
  KernelCgroup cgroup(Path path) {
    return new KernelCgroup(root, path);
  }

  /** Makes a cgroup with all its control files. */
  void create(Path path) throws IOException {
    Files.createDirectory(path);
    KernelCgroup cgroup = cgroup(path);
    for (ControlFile file : files) {
      if (file.isIn(cgroup)) {
        cgroup.set(file.name(), file.rule().initial(cgroup, file.initial()));
      }
    }
  }

  /** Removes a cgroup and its control files; fails with EBUSY while it has children. */
  void remove(Path path) throws IOException {
    if (path.equals(root) || !cgroup(path).children().isEmpty()) {
      throw Errno.EBUSY.at(path);
    }
    List<Path> controls;
    try (Stream<Path> entries = Files.list(path)) {
      controls = entries.toList();
    }
    for (Path control : controls) {
      Files.delete(control);
    }
    Files.delete(path);
  }

  /** Empty for a file that no table names. */
  Optional<ControlFile> control(Path path) {
    return files.stream().filter(file -> path.endsWith(file.name())).findFirst();
  }
}
