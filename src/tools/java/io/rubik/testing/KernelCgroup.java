package io.rubik.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A cgroup in one hierarchy, as a rule sees it: what is set here bypasses the rules. */
record KernelCgroup(Path root, Path path) {
  boolean isRoot() {
    return path.equals(root);
  }

  /** Empty at the root of the hierarchy. */
  Optional<KernelCgroup> parent() {
    return isRoot()
        ? Optional.empty()
        : Optional.ofNullable(path.getParent()).map(parent -> new KernelCgroup(root, parent));
  }

  List<KernelCgroup> children() throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      return entries.filter(Files::isDirectory).map(p -> new KernelCgroup(root, p)).toList();
    }
  }

  boolean has(String file) {
    return Files.isRegularFile(path.resolve(file));
  }

  /** The value without the newline. */
  String read(String file) throws IOException {
    return Files.readString(path.resolve(file)).stripTrailing();
  }

  /** The value of a file that holds one number. */
  long number(String file) throws IOException {
    return KernelNumber.signed(read(file));
  }

  /** Creates the file if need be; the newline is added. */
  void set(String file, String value) throws IOException {
    Files.writeString(path.resolve(file), value.isEmpty() ? "" : value + "\n");
  }
}
