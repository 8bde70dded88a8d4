package io.rubik.agent;

import io.rubik.agent.PodCgroups.Affected;
import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.kubepods.Kubepods;
import io.rubik.cgroup.kubepods.KubepodsDriver;
import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.loop.Ticker;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reports what is wrong with the cgroups of pods: one problem for each cause, not for each pod. */
final class CgroupFaults {

  private static final String PODS = "cgroups of pods";

  private final CgroupTree tree;
  private final Kubepods kubepods;

  /** By the name of the fault. */
  private final ProblemLog<String> log;

  /** What the status line says of each fault there is. */
  private volatile Map<CgroupFault, String> words = Map.of();

  CgroupFaults(CgroupTree tree, Kubepods kubepods, Ticker ticker) {
    this.tree = tree;
    this.kubepods = kubepods;
    this.log = new ProblemLog<>(ticker);
  }

  /** Returns what the status line says of the faults there are; any thread may ask. */
  List<String> words() {
    return List.copyOf(words.values());
  }

  /** Returns the problems in progress; any thread may ask. */
  List<ProblemLog.Active<String>> active() {
    return log.active();
  }

  /**
   * Reports the faults there are, and that others have ended.
   *
   * @param arePodsKnown whether the cgroup of all pods would have been found, wherever it is
   */
  void report(Map<CgroupFault, Affected> affected, boolean arePodsKnown) throws IOException {
    Map<CgroupFault, String> now = new EnumMap<>(CgroupFault.class);
    if (!kubepods.exists() && arePodsKnown) {
      now.put(CgroupFault.KUBELET_AWAITED, kubeletAwaited());
    } else if (kubepods.exists()) {
      kubepods
          .configured()
          .filter(driver -> driver != kubepods.layout().driver())
          .ifPresent(
              driver -> now.put(CgroupFault.OTHER_DRIVER, otherDriver(driver, kubepods.layout())));
    }
    List<Path> readOnly = tree.readOnly();
    if (!readOnly.isEmpty()) {
      now.put(CgroupFault.READ_ONLY, readOnly(readOnly));
    }
    affected.forEach((fault, pods) -> {
      if (fault != CgroupFault.PODS_MISSING || kubepods.exists()) {
        now.put(fault, ofPods(fault, pods));
      }
    });
    for (CgroupFault fault : CgroupFault.values()) {
      if (!now.containsKey(fault)) {
        log.resolve(fault.name());
      }
    }
    now.values().removeIf(String::isEmpty);
    words = new EnumMap<>(now);
  }

  private String kubeletAwaited() {
    String root = String.valueOf(tree.path(""));
    log.report(
        CgroupFault.KUBELET_AWAITED.name(),
        Problem.warning(
            PODS,
            "there is none below "
                + root
                + ", as kubepods or kubepods.slice or, with one of this node's pods in it, further"
                + " down: waiting for kubelet to create it; if kubelet runs, see its cgroupRoot,"
                + " and that cgroupsPerQOS is not false, and agent.cgroupRoot"));
    return "waiting for kubelet: no kubepods cgroup below " + root;
  }

  private String otherDriver(KubepodsDriver configured, KubepodsLayout layout) {
    log.report(
        CgroupFault.OTHER_DRIVER.name(),
        Problem.error(
            "agent.cgroupDriver",
            "is "
                + configured
                + ", but kubelet made "
                + layout.root()
                + ": "
                + layout.driver()
                + " is used; set it to auto or to that"));
    return "";
  }

  private String readOnly(List<Path> places) {
    String names = places.stream().map(Path::toString).collect(Collectors.joining(", "));
    log.report(
        CgroupFault.READ_ONLY.name(),
        Problem.error(
            PODS,
            names
                + " cannot be written, for the mount is read-only: take ProtectControlGroups= out"
                + " of the unit, or mount the node's cgroups writable into the container, or"
                + " remount them: mount -o remount,rw"));
    return "cgroups are mounted read-only";
  }

  private String ofPods(CgroupFault fault, Affected affected) {
    int pods = affected.pods().size();
    String subject = PODS + " (" + affected.pods().getFirst() + " is one of them)";
    return switch (fault) {
      case PODS_MISSING -> {
        log.report(
            fault.name(),
            Problem.warning(
                    subject,
                    "pods run, but have no cgroup below "
                        + kubepods.layout().root()
                        + ": looking for it; does agent.cgroupRoot show the cgroups that this"
                        + " node's kubelet uses?")
                .identifiedBy(fault.name()));
        yield pods + " pods without a cgroup";
      }
      case PODS_MISSING_IN_PART -> {
        log.report(
            fault.name(),
            Problem.warning(
                    subject,
                    "not in the hierarchy of every controller, missing in "
                        + affected.place()
                        + ": mounted after kubelet started? restart kubelet")
                .identifiedBy(fault.name() + affected.place()));
        yield pods + " pods without a cgroup in " + affected.place();
      }
      case CONTAINERS_ELSEWHERE -> {
        log.report(
            fault.name(),
            Problem.warning(
                    subject,
                    "the container runtime has containers in cgroups outside of their pods, such as "
                        + affected.place()
                        + ": only what is set on the pod itself, and not even that for its"
                        + " containers, has an effect; give kubelet and the runtime the same cgroup"
                        + " driver: SystemdCgroup in /etc/containerd/config.toml, cgroup_manager in"
                        + " /etc/crio/crio.conf, native.cgroupdriver in /etc/docker/daemon.json")
                .identifiedBy(fault.name()));
        yield pods + " pods with containers outside of their cgroups";
      }
      default -> {
        log.report(
            fault.name(),
            Problem.info(
                    subject,
                    "the runtime has no cgroups for the containers of some pods, as with kata and"
                        + " gVisor: what is set on the pod counts for them")
                .identifiedBy(fault.name()));
        yield "";
      }
    };
  }
}
