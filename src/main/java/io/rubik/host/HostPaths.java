package io.rubik.host;

import java.nio.file.Path;

/**
 * Where things are on the host, all below one root, so that a test or a demo can have a host of its
 * own.
 *
 * @param root {@code /} in production
 */
public record HostPaths(Path root) {

  /** Returns the place of a path that is absolute on the host. */
  public Path resolve(String absolutePath) {
    Path slash = root.getFileSystem().getPath("/");
    return root.resolve(slash.relativize(slash.resolve(absolutePath)));
  }

  /**
   * Returns where a mount is: its own place where that is below the root already, as with the
   * host's file systems mounted into a container, else the place of its path.
   */
  public Path place(Mount mount) {
    Path point = root.getFileSystem().getPath(mount.point());
    return point.startsWith(root) ? point : resolve(mount.point());
  }

  /** Returns the configuration file. */
  public Path config() {
    return resolve("/var/lib/rubik/config.json");
  }

  /** Returns the directory of what lives until the next boot. */
  public Path run() {
    return resolve("/run/rubik");
  }

  /** Returns the journal of originals to restore. */
  public Path journal() {
    return run().resolve("journal");
  }
}
