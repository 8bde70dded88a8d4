package io.rubik.feature.preemption;

import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.CgroupVersion;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.UnavailableException;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.tinylog.Logger;

/** Checks, at start, that the kernel has what preemption needs. */
final class KernelSupport {

  private static final String MEMCG_QOS = "vm/memcg_qos_enable";

  private final CgroupTree cgroups;
  private final Path memcgQos;

  KernelSupport(FeatureContext context) {
    this.cgroups = context.cgroups();
    this.memcgQos = context.host().sysctl(MEMCG_QOS);
  }

  /** Fails when no cgroup has the resource's level. */
  void require(Resource resource) throws IOException {
    if (cgroups.supports(resource.level())) {
      return;
    }
    String remedy =
        cgroups.version() == CgroupVersion.V1
            ? "boot an openEuler kernel that has it"
            : "it is on cgroup v1 alone: boot an openEuler kernel with"
                + " systemd.unified_cgroup_hierarchy=0";
    throw new UnavailableException(
        "this kernel has no "
            + cgroups.describe(resource.level())
            + " (cgroup "
            + cgroups.version()
            + "); "
            + remedy
            + ", or take "
            + resource.level().controller().kernelName()
            + " out of preemption.resource");
  }

  /** Fails when memory levels do not count; turns the kernel's switch on first, if allowed. */
  void requireMemcgQos(boolean turnOn) throws IOException {
    if (!Files.exists(memcgQos)) {
      throw new UnavailableException(
          "this kernel has no "
              + memcgQos
              + ", so memory.qos_level does not count; boot an openEuler kernel that has it, or"
              + " take memory out of preemption.resource");
    }
    if (isOn()) {
      return;
    }
    if (turnOn) {
      turnOn();
    }
    if (!isOn()) {
      throw new UnavailableException(
          memcgQos
              + " is 0, so memory.qos_level does not count; run sysctl -w vm.memcg_qos_enable=1,"
              + " or set preemption.enableMemcgQos to true");
    }
  }

  private void turnOn() throws IOException {
    try {
      Files.writeString(
          memcgQos, "1", StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw new UnavailableException(
          memcgQos
              + " is 0 and cannot be turned on ("
              + Reason.withoutPath(e)
              + "), so memory.qos_level does not count; run sysctl -w vm.memcg_qos_enable=1");
    }
    Logger.info("{} was 0: turned on, as preemption.enableMemcgQos says", memcgQos);
  }

  private boolean isOn() throws IOException {
    return Files.readString(memcgQos).strip().equals("1");
  }
}
