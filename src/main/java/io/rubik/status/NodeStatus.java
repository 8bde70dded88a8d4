package io.rubik.status;

import io.rubik.capability.Capability;
import io.rubik.control.ControlState;
import io.rubik.pod.Pod;
import java.util.List;

/**
 * The state of rubik and its node at one moment; it is collected on request.
 *
 * @param controls those in force, with subject, owner, value and original
 * @param capabilities what the features asked of the kernel, and which interface provides it
 */
public record NodeStatus(
    NodeSummary summary,
    List<Pod> pods,
    List<ControlState> controls,
    List<FeatureStatus> features,
    List<Capability> capabilities) {

  /** Copies the lists. */
  public NodeStatus {
    pods = List.copyOf(pods);
    controls = List.copyOf(controls);
    features = List.copyOf(features);
    capabilities = List.copyOf(capabilities);
  }
}
