package io.rubik.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds out whether the controls of one tree can be used, and if not, why. */
final class ControlSupport {

  private final CgroupTree tree;
  private final MissingController missing;

  ControlSupport(CgroupTree tree, MissingController missing) {
    this.tree = tree;
    this.missing = missing;
  }

  /**
   * Returns whether this kernel has the control, by its file in the root cgroup or, since some
   * files are not there, in a child of it.
   */
  Support of(Attribute<?> attribute) throws IOException {
    Optional<String> file = attribute.file(tree.version());
    if (file.isEmpty()) {
      return Support.MISSING;
    }
    Controller controller = attribute.controller();
    Optional<Path> hierarchy = tree.hierarchy(controller);
    if (hierarchy.isEmpty()) {
      return Support.missing(missing.reason(controller, tree.version()));
    }
    List<Path> children = CgroupTree.children(hierarchy.get());
    boolean isThere =
        Files.exists(hierarchy.get().resolve(file.get()))
            || children.stream().anyMatch(child -> Files.exists(child.resolve(file.get())));
    return isThere ? Support.THERE : absence(controller, hierarchy.get(), children.isEmpty());
  }

  private Support absence(Controller controller, Path hierarchy, boolean isChildless)
      throws IOException {
    String name = controller.kernelName(tree.version());
    boolean isListed = Files.exists(hierarchy.resolve("cgroup.controllers"));
    if (isListed && !SubtreeControl.has(hierarchy, name)) {
      return Support.missing(missing.reason(controller, tree.version()));
    }
    if (isListed && !SubtreeControl.enables(hierarchy, name)) {
      return Support.notYet(notEnabled(name, hierarchy));
    }
    return isChildless
        ? Support.notYet("there is no cgroup below " + hierarchy + " yet")
        : Support.MISSING;
  }

  private static String notEnabled(String controller, Path above) {
    return "the cgroup controller " + controller + " is not enabled below " + above + " yet";
  }

  /**
   * Returns why a cgroup that is there lacks the file of a control that this kernel may have; empty
   * when the controller is enabled for it.
   */
  Optional<ControllerNotEnabledException> notEnabled(Attribute<?> attribute, Path file)
      throws IOException {
    Optional<Path> hierarchy = tree.hierarchy(attribute.controller());
    Path cgroup = file.getParent();
    if (tree.version() != CgroupVersion.V2 || hierarchy.isEmpty() || cgroup == null) {
      return Optional.empty();
    }
    String name = attribute.controller().kernelName(tree.version());
    return SubtreeControl.notEnabledBy(hierarchy.get(), cgroup, name)
        .map(above -> new ControllerNotEnabledException(file.toString(), notEnabled(name, above)));
  }
}
