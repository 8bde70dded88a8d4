package io.rubik.cgroup.watch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A cgroup in one hierarchy.
 *
 * @param path relative to the hierarchy, empty for its root
 */
record CgroupDirectory(Path hierarchy, String path) {

  /** Returns where it is. */
  Path directory() {
    return hierarchy.resolve(path);
  }

  /** Returns the cgroup of that name in this one, whether it is there or not. */
  CgroupDirectory child(String name) {
    return new CgroupDirectory(hierarchy, path.isEmpty() ? name : path + "/" + name);
  }

  /** Returns the path of the cgroup it is in, empty in the root and for the root itself. */
  String parentPath() {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** Returns whether the other cgroup is below this one. */
  boolean holds(CgroupDirectory other) {
    return !other.equals(this) && other.directory().startsWith(directory());
  }

  /** Hands over each cgroup in this one, of which there may be many; fails when it is gone. */
  void forEachChild(Consumer<CgroupDirectory> consumer) throws IOException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory(), Files::isDirectory)) {
      stream.forEach(child -> consumer.accept(child(String.valueOf(child.getFileName()))));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }
}
