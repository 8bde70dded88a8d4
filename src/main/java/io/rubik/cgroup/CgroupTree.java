package io.rubik.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The mounted cgroup hierarchies of a host: their version, and where each controller is. */
public final class CgroupTree {

  private static final Set<Controller> SET_EARLY =
      EnumSet.of(Controller.CPU, Controller.CPUACCT, Controller.MEMORY);

  private final CgroupVersion version;
  private final Path root;
  private final Map<Controller, Path> hierarchies;

  private CgroupTree(CgroupVersion version, Path root, Map<Controller, Path> hierarchies) {
    this.version = version;
    this.root = root;
    this.hierarchies = hierarchies;
  }

  /**
   * Finds out what is mounted below a root such as {@code /sys/fs/cgroup}; fails when it is neither
   * version. On a hybrid host the controllers are on v1, and so is the answer.
   */
  public static CgroupTree detect(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new IOException(root + " does not exist: mount cgroups, or set agent.cgroupRoot");
    }
    Map<Controller, Path> hierarchies = new EnumMap<>(Controller.class);
    for (Controller controller : Controller.values()) {
      hierarchy(root, controller).ifPresent(path -> hierarchies.put(controller, path));
    }
    if (SET_EARLY.stream().anyMatch(hierarchies::containsKey)) {
      return new CgroupTree(CgroupVersion.V1, root, hierarchies);
    }
    if (Files.exists(root.resolve("cgroup.controllers"))) {
      for (Controller controller : Controller.values()) {
        hierarchies.put(controller, root);
      }
      return new CgroupTree(CgroupVersion.V2, root, hierarchies);
    }
    throw new IOException(
        root
            + " holds neither cgroup v1 (no directory cpu or memory) nor cgroup v2 (no file"
            + " cgroup.controllers): mount cgroups, or set agent.cgroupRoot");
  }

  /** Finds a v1 hierarchy by the controller's own directory, or a joint one: cpu,cpuacct. */
  private static Optional<Path> hierarchy(Path root, Controller controller) throws IOException {
    Path own = root.resolve(controller.kernelName());
    if (isHierarchy(own)) {
      return Optional.of(own);
    }
    return children(root).stream()
        .filter(child -> names(child).contains(controller.kernelName()))
        .filter(CgroupTree::isHierarchy)
        .findFirst();
  }

  private static List<String> names(Path directory) {
    return Arrays.asList(String.valueOf(directory.getFileName()).split(",", -1));
  }

  /** A cgroup v2 tree may have a cgroup of the name "cpu": that one has cgroup.controllers. */
  private static boolean isHierarchy(Path directory) {
    return Files.isDirectory(directory) && !Files.exists(directory.resolve("cgroup.controllers"));
  }

  private static List<Path> children(Path directory) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory, Files::isDirectory)) {
      List<Path> list = new ArrayList<>();
      children.forEach(list::add);
      return list;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** Returns the version of the hierarchies the controllers are on. */
  public CgroupVersion version() {
    return version;
  }

  /**
   * Returns the cgroup of a path relative to the root of each hierarchy, whether it is there or
   * not; fails with {@code IllegalArgumentException} when the path would leave the hierarchy.
   */
  public Cgroup cgroup(String path) {
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("cgroup path \"" + path + "\" leaves the cgroup root");
      }
    }
    return new Cgroup(this, path);
  }

  /** Returns the root cgroup, whose path is empty. */
  public Cgroup root() {
    return new Cgroup(this, "");
  }

  /** Returns whether a cgroup of that path is there in any hierarchy. */
  public boolean exists(String path) {
    return hierarchies.keySet().stream().anyMatch(cgroup(path)::exists);
  }

  /**
   * Returns what distinguishes the cgroup of a path in each hierarchy from a later one there, until
   * the next boot; empty when it is in none.
   */
  public Set<String> identities(String path) {
    Cgroup cgroup = cgroup(path);
    return hierarchies.keySet().stream()
        .flatMap(controller -> cgroup.identity(controller).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns where a cgroup is or would be, for messages: in one hierarchy, as in all others. */
  public Path path(String path) {
    return hierarchies.values().iterator().next().resolve(path);
  }

  /**
   * Returns the directory of each hierarchy with controls that must be set before anything runs in
   * a cgroup, once, links resolved.
   */
  public Set<Path> hierarchies() throws IOException {
    Set<Path> directories = new LinkedHashSet<>();
    for (Controller controller : SET_EARLY) {
      Path hierarchy = hierarchies.get(controller);
      if (hierarchy != null) {
        directories.add(hierarchy.toRealPath());
      }
    }
    return directories;
  }

  /**
   * Finds out whether this kernel has the control, by its file in the root cgroup or, since some
   * files are not there, in a child of it.
   */
  public boolean supports(Attribute<?> attribute) throws IOException {
    Path hierarchy = hierarchies.get(attribute.controller());
    Optional<String> file = attribute.file(version);
    if (hierarchy == null || file.isEmpty()) {
      return false;
    }
    if (Files.exists(hierarchy.resolve(file.get()))) {
      return true;
    }
    return children(hierarchy).stream().anyMatch(child -> Files.exists(child.resolve(file.get())));
  }

  /** Returns the path a control's file would have, for messages: {@code root/cpu/…/cpu.shares}. */
  public String describe(Attribute<?> attribute) {
    return hierarchies.getOrDefault(
            attribute.controller(), root.resolve(attribute.controller().kernelName()))
        + "/*/"
        + attribute.file(version).orElse(attribute.toString());
  }

  /** Returns the directory of a cgroup in the hierarchy of a controller, empty without one. */
  Optional<Path> directory(Controller controller, String path) {
    return hierarchy(controller).map(root -> root.resolve(path));
  }

  /** Returns the root of a controller's hierarchy, empty without one. */
  Optional<Path> hierarchy(Controller controller) {
    return Optional.ofNullable(hierarchies.get(controller));
  }
}
