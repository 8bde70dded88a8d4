package io.rubik.cgroup;

import io.rubik.host.HostPaths;
import io.rubik.host.Mount;
import io.rubik.host.MountTable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the cgroup hierarchies at or below a directory: those that are mounted there or, where no
 * mount is known, as on a host made up in a directory, those that directories stand for. An empty
 * directory is none: it is left behind where a controller could not be mounted.
 */
final class Hierarchies {

  /** What of two mounts of one hierarchy is used: that of more of it, writable, further up. */
  private static final Comparator<Hierarchy> BEST_FIRST =
      Comparator.<Hierarchy>comparingInt(each -> each.mountedRoot().equals("/") ? 0 : 1)
          .thenComparing(Hierarchy::isReadOnly)
          .thenComparingInt(each -> each.directory().getNameCount());

  private static final String V1 = "cgroup";
  private static final String V2 = "cgroup2";
  private static final int MAX_NAMED = 4;

  private final HostPaths host;
  private final Path root;

  /** Those of cgroups, and those that may be over them. */
  private final List<Mount> mounts;

  private Hierarchies(HostPaths host, Path root, List<Mount> mounts) {
    this.host = host;
    this.root = root;
    this.mounts = mounts;
  }

  /** Reads what is mounted; the directory is there. */
  static Hierarchies read(HostPaths host, Path root) throws IOException {
    return new Hierarchies(
        host,
        root.toRealPath(),
        MountTable.read(host, mount -> isCgroup(mount) || isAround(host.place(mount), root)));
  }

  private static boolean isCgroup(Mount mount) {
    return mount.type().equals(V1) || mount.type().equals(V2);
  }

  private static boolean isAround(Path place, Path root) {
    return place.startsWith(root) || root.startsWith(place);
  }

  /** Returns the hierarchies, the best of several mounts of one first. */
  List<Hierarchy> found() throws IOException {
    Map<Path, Hierarchy> byPlace = new LinkedHashMap<>();
    for (Mount mount : mounts) {
      Optional<Hierarchy> hierarchy =
          isCgroup(mount) && isVisible(mount) ? hierarchy(mount) : Optional.empty();
      if (hierarchy.isPresent()) {
        byPlace.put(hierarchy.get().directory(), hierarchy.get()); // over what was mounted there
      }
    }
    List<Hierarchy> found = byPlace.isEmpty() ? byDirectories() : List.copyOf(byPlace.values());
    return found.stream().sorted(BEST_FIRST).toList();
  }

  /** Returns where cgroups are mounted instead, for a message: {@code /cgroup/cpu, /cgroup/…}. */
  String places() {
    return mounts.stream()
        .filter(Hierarchies::isCgroup)
        .map(Mount::point)
        .distinct()
        .limit(MAX_NAMED)
        .collect(Collectors.joining(", "));
  }

  /** A container's own cgroups may be under a volume that is mounted over them. */
  private boolean isVisible(Mount mount) {
    return mounts.stream().noneMatch(other -> other.covers(mount));
  }

  /** Returns the hierarchy of a mount, empty where it is elsewhere or out of sight. */
  private Optional<Hierarchy> hierarchy(Mount mount) throws IOException {
    Path place = host.place(mount);
    if (!Files.isDirectory(place)) {
      return Optional.empty();
    }
    Path real = place.toRealPath();
    boolean isV2 = mount.type().equals(V2);
    boolean isInside = isV2 && root.startsWith(real);
    if (!(isInside || real.startsWith(root)) || isEmpty(isInside ? root : real)) {
      return Optional.empty();
    }
    return Optional.of(
        new Hierarchy(
            isV2 ? CgroupVersion.V2 : CgroupVersion.V1,
            isInside ? root : real,
            isV2 ? Set.of() : mount.options(),
            mount.root(),
            mount.isReadOnly()));
  }

  private List<Hierarchy> byDirectories() throws IOException {
    if (isV2(root)) {
      return List.of(madeUp(CgroupVersion.V2, root, Set.of()));
    }
    List<Hierarchy> found = new ArrayList<>();
    for (Path child : CgroupTree.children(root)) {
      if (isV2(child)) {
        found.add(madeUp(CgroupVersion.V2, child, Set.of()));
      } else if (!isEmpty(child)) {
        String name = String.valueOf(child.getFileName());
        found.add(madeUp(CgroupVersion.V1, child, Set.of(name.split(",", -1))));
      }
    }
    return found;
  }

  private static Hierarchy madeUp(CgroupVersion version, Path directory, Set<String> controllers) {
    return new Hierarchy(version, directory, controllers, "/", false);
  }

  private static boolean isV2(Path directory) {
    return Files.exists(directory.resolve("cgroup.controllers"));
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      return !entries.iterator().hasNext();
    }
  }
}
