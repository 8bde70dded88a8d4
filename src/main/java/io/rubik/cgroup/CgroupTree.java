package io.rubik.cgroup;

import io.rubik.host.HostPaths;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The mounted cgroup hierarchies of a host: their version, and where each controller is. */
public final class CgroupTree {

  private static final Set<Controller> SET_EARLY =
      EnumSet.of(Controller.CPU, Controller.CPUACCT, Controller.MEMORY);

  private final CgroupVersion version;
  private final HostPaths host;
  private final Path root;
  private final Map<Controller, Hierarchy> hierarchies;

  /** Of the hierarchies, each once. */
  private final List<Path> directories;

  private final ControlSupport support;

  private CgroupTree(
      CgroupVersion version,
      HostPaths host,
      Path root,
      Map<Controller, Hierarchy> hierarchies,
      MissingController missing) {
    this.version = version;
    this.host = host;
    this.root = root;
    this.hierarchies = hierarchies;
    this.directories = hierarchies.values().stream().map(Hierarchy::directory).distinct().toList();
    this.support = new ControlSupport(this, missing);
  }

  /**
   * Finds out what is mounted at or below a root such as {@code /sys/fs/cgroup}; fails when it is
   * neither version. On a hybrid host the controllers are on v1, and so is the answer.
   */
  public static CgroupTree detect(HostPaths host, Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new IOException(root + " does not exist: mount cgroups, or set agent.cgroupRoot");
    }
    Hierarchies mounted = Hierarchies.read(host, root);
    List<Hierarchy> found = mounted.found();
    Map<Controller, Hierarchy> onV1 = new EnumMap<>(Controller.class);
    for (Hierarchy each : found.reversed()) { // the best of several is put last
      for (Controller controller : Controller.values()) {
        if (each.has(controller)) {
          onV1.put(controller, each);
        }
      }
    }
    MissingController missing = new MissingController(host, found);
    if (SET_EARLY.stream().anyMatch(onV1::containsKey)) {
      return new CgroupTree(CgroupVersion.V1, host, root, onV1, missing);
    }
    Optional<Hierarchy> unified =
        found.stream().filter(each -> each.version() == CgroupVersion.V2).findFirst();
    if (unified.isPresent()) {
      Map<Controller, Hierarchy> onV2 = new EnumMap<>(Controller.class);
      for (Controller controller : Controller.values()) {
        onV2.put(controller, unified.get());
      }
      return new CgroupTree(CgroupVersion.V2, host, root, onV2, missing);
    }
    throw new IOException(nothingAt(root, mounted.places()));
  }

  private static String nothingAt(Path root, String elsewhere) {
    return "neither cgroup v1 with cpu or memory nor cgroup v2 is mounted at or below "
        + root
        + ": mount cgroups, or set agent.cgroupRoot"
        + (elsewhere.isEmpty() ? "" : "; cgroups are mounted at " + elsewhere);
  }

  /** Returns the directories in one, links followed. */
  static List<Path> children(Path directory) throws IOException {
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
    return new Cgroup(this, checked(path));
  }

  private static String checked(String path) {
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("cgroup path \"" + path + "\" leaves the cgroup root");
      }
    }
    return path;
  }

  /** Returns the root cgroup, whose path is empty. */
  public Cgroup root() {
    return new Cgroup(this, "");
  }

  /** Returns whether a cgroup of that path is there in any hierarchy. */
  public boolean exists(String path) {
    String inside = checked(path);
    return directories.stream().anyMatch(each -> Files.isDirectory(each.resolve(inside)));
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

  /**
   * Returns the names of the controllers of pods in whose hierarchy there is no cgroup of that
   * path.
   */
  public Set<String> lacking(String path) {
    Set<String> lacking = new TreeSet<>();
    for (Controller controller : SET_EARLY) {
      if (hierarchies.containsKey(controller) && !cgroup(path).exists(controller)) {
        lacking.add(controller.kernelName(version));
      }
    }
    return lacking;
  }

  /**
   * Returns the paths of the cgroups in a cgroup, in any hierarchy, links not followed; none when
   * it is not there.
   */
  public List<String> children(String path) throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path hierarchy : directories) {
      Path directory = hierarchy.resolve(path);
      try (DirectoryStream<Path> children =
          Files.newDirectoryStream(
              directory, child -> Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS))) {
        children.forEach(child -> names.add(String.valueOf(child.getFileName())));
      } catch (NoSuchFileException | NotDirectoryException e) {
        // it may be in another hierarchy, or has just ended
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }
    return names.stream().map(name -> path.isEmpty() ? name : path + "/" + name).toList();
  }

  /** Returns where a cgroup is or would be, for messages: in one hierarchy, as in all others. */
  public Path path(String path) {
    return hierarchies.values().iterator().next().directory().resolve(path);
  }

  /**
   * Returns where hierarchies are mounted read-only; those that were when rubik started are looked
   * at again.
   */
  public List<Path> readOnly() throws IOException {
    List<Path> before = readOnly(hierarchies.values());
    return before.isEmpty()
        ? before
        : readOnly(Hierarchies.read(host, root).found()).stream().filter(before::contains).toList();
  }

  private static List<Path> readOnly(Collection<Hierarchy> hierarchies) {
    return hierarchies.stream()
        .filter(Hierarchy::isReadOnly)
        .map(Hierarchy::directory)
        .distinct()
        .toList();
  }

  /**
   * Returns the directory of each hierarchy with controls that must be set before anything runs in
   * a cgroup, once, links resolved.
   */
  public Set<Path> hierarchies() throws IOException {
    Set<Path> directories = new LinkedHashSet<>();
    for (Controller controller : SET_EARLY) {
      Hierarchy hierarchy = hierarchies.get(controller);
      if (hierarchy != null) {
        directories.add(hierarchy.directory().toRealPath());
      }
    }
    return directories;
  }

  /** Finds out whether this kernel has the control, and whether it can tell yet. */
  public Support support(Attribute<?> attribute) throws IOException {
    return support.of(attribute);
  }

  /**
   * Returns why a cgroup that is there lacks the file of a control that this kernel may have; empty
   * when the controller is enabled for it.
   */
  Optional<ControllerNotEnabledException> notEnabled(Attribute<?> attribute, Path file)
      throws IOException {
    return support.notEnabled(attribute, file);
  }

  /** Returns the path a control's file would have, for messages: {@code root/cpu/…/cpu.shares}. */
  public String describe(Attribute<?> attribute) {
    return hierarchy(attribute.controller())
            .orElseGet(() -> root.resolve(attribute.controller().kernelName()))
        + "/*/"
        + attribute.file(version).orElse(attribute.toString());
  }

  /** Returns the directory of a cgroup in the hierarchy of a controller, empty without one. */
  Optional<Path> directory(Controller controller, String path) {
    return hierarchy(controller).map(directory -> directory.resolve(path));
  }

  /** Returns the root of a controller's hierarchy, empty without one. */
  Optional<Path> hierarchy(Controller controller) {
    return Optional.ofNullable(hierarchies.get(controller)).map(Hierarchy::directory);
  }
}
