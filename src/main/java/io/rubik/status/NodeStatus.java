package io.rubik.status;

import io.rubik.capability.Capability;
import io.rubik.control.ControlState;
import io.rubik.pod.Pod;
import io.rubik.problem.ProblemLog;
import java.util.List;

/**
 * The state of rubik and its node at one moment; it is collected on request.
 *
 * @param kubepods the cgroup of all pods and kubelet's driver
 * @param cgroups what is wrong with the cgroups of pods, by the fault
 * @param controls those in force, with subject, owner, value and original
 * @param conflicts controls that another process modifies again and again
 * @param outages what is wrong with the source of the pods
 * @param capabilities what the features asked of the kernel, and which interface provides it
 */
public record NodeStatus(
    NodeSummary summary,
    List<Pod> pods,
    String kubepods,
    List<ProblemLog.Active<String>> cgroups,
    List<ControlState> controls,
    List<ProblemLog.Active<String>> conflicts,
    List<ProblemLog.Active<String>> outages,
    List<FeatureStatus> features,
    List<Capability> capabilities) {

  /** Copies the lists. */
  public NodeStatus {
    pods = List.copyOf(pods);
    cgroups = List.copyOf(cgroups);
    controls = List.copyOf(controls);
    conflicts = List.copyOf(conflicts);
    outages = List.copyOf(outages);
    features = List.copyOf(features);
    capabilities = List.copyOf(capabilities);
  }
}
