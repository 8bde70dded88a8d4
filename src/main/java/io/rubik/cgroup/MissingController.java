package io.rubik.cgroup;

import io.rubik.host.HostPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds out why a controller has no hierarchy, by {@code /proc/cgroups} (cgroups(7)):
 *
 * <pre>
 * #subsys_name	hierarchy	num_cgroups	enabled
 * memory	0	77	0
 * </pre>
 */
final class MissingController {

  private static final int FIELDS = 4;

  private final HostPaths host;
  private final List<Hierarchy> hierarchies;

  MissingController(HostPaths host, List<Hierarchy> hierarchies) {
    this.host = host;
    this.hierarchies = List.copyOf(hierarchies);
  }

  /** Returns what to say on a node whose controllers are on that version. */
  String reason(Controller controller, CgroupVersion version) throws IOException {
    String name = controller.kernelName(version);
    Optional<String[]> known = line(controller.kernelName());
    if (known.isPresent() && known.get()[FIELDS - 1].equals("0")) {
      return "the cgroup controller "
          + name
          + " is switched off: take cgroup_disable="
          + controller.kernelName()
          + " off the kernel's command line";
    }
    return switch (version) {
      case V1 -> onV1(controller, name, known.isPresent());
      case V2 ->
          known.isPresent() && !known.get()[1].equals("0")
              ? "the cgroup controller "
                  + name
                  + " is in use by cgroup v1, which is mounted as well, and so not on cgroup v2:"
                  + " unmount it there and boot again"
              : "this kernel has no cgroup controller " + name;
    };
  }

  private String onV1(Controller controller, String name, boolean isKnown) throws IOException {
    for (Hierarchy each : hierarchies) {
      if (each.version() == CgroupVersion.V2
          && SubtreeControl.has(each.directory(), controller.kernelName(CgroupVersion.V2))) {
        return "the cgroup controller "
            + name
            + " is on cgroup v2 alone, at "
            + each.directory()
            + ", as kernels have it that lack CONFIG_MEMCG_V1: boot with cgroup v2"
            + " (systemd.unified_cgroup_hierarchy=1)";
      }
    }
    return isKnown
        ? "the cgroup v1 controller "
            + name
            + " is not mounted: mount it, or where that fails boot with cgroup v2"
            + " (systemd.unified_cgroup_hierarchy=1), for new kernels may lack it on v1"
        : "this kernel has no cgroup controller " + name;
  }

  private Optional<String[]> line(String controller) throws IOException {
    Path file = host.resolve("/proc/cgroups");
    try {
      return Files.readString(file)
          .lines()
          .map(line -> line.split("\t", -1))
          .filter(fields -> fields.length == FIELDS && fields[0].equals(controller))
          .findFirst();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
