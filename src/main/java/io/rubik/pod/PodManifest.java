package io.rubik.pod;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What rubik reads of a pod as the API server sends it, unchecked; what is absent is empty.
 *
 * @param creationTimestamp RFC 3339, as the server wrote it
 * @param annotations those whose key is among the {@link PodKeys}
 * @param labels those whose key is among the {@link PodKeys}
 * @param containerStatuses those the status has, and one without an ID for each other container
 * @param reported the limits of the pod as a whole in its status, which are those of its cgroup
 * @param wanted the limits of the pod as a whole in its spec
 * @param requests by which kubelet sets the weights of its cgroups
 * @param resize how far kubelet is with the limits of the spec
 * @param problem why it must not be used: a field had a wrong type; empty when it may
 */
public record PodManifest(
    String namespace,
    String name,
    String uid,
    String creationTimestamp,
    Map<String, String> annotations,
    Map<String, String> labels,
    String phase,
    String qosClass,
    List<ContainerStatus> containerStatuses,
    ResourceTexts reported,
    ResourceTexts wanted,
    RequestTexts requests,
    Resize resize,
    String problem) {

  private static final Set<String> ENDED_PHASES = Set.of("Succeeded", "Failed");

  /** Copies the collections. */
  public PodManifest {
    annotations = Map.copyOf(annotations);
    labels = Map.copyOf(labels);
    containerStatuses = List.copyOf(containerStatuses);
  }

  /** Returns whether none of its containers will ever run again. */
  public boolean hasEnded() {
    return ENDED_PHASES.contains(phase);
  }

  /** Returns {@code namespace/name}. */
  public String key() {
    return namespace + "/" + name;
  }

  /**
   * The status of one container, init container or ephemeral container.
   *
   * @param containerId such as {@code containerd://4f5c…}, empty before it is created
   * @param running whether {@code state.running} is there
   * @param reported the limits in the status
   * @param wanted those of the spec
   */
  public record ContainerStatus(
      String name,
      String containerId,
      boolean running,
      ResourceTexts reported,
      ResourceTexts wanted) {}

  /**
   * Limits or requests as they are written: {@code 500m}, {@code 1Gi}; {@code 0} where there is
   * none, empty where nothing is said of it.
   */
  public record ResourceTexts(String cpu, String memory) {

    /** None. */
    public static final ResourceTexts NONE = new ResourceTexts("0", "0");

    /** Nothing is said. */
    public static final ResourceTexts UNSAID = new ResourceTexts("", "");

    /** Shortens longer texts to a length that is still too long. */
    public ResourceTexts {
      cpu = cpu.substring(0, Math.min(cpu.length(), Quantity.MAX_LENGTH + 1));
      memory = memory.substring(0, Math.min(memory.length(), Quantity.MAX_LENGTH + 1));
    }
  }
}
