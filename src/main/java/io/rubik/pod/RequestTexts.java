package io.rubik.pod;

import io.rubik.pod.PodManifest.ResourceTexts;
import java.util.List;

/**
 * What a pod's spec requests, as it is written.
 *
 * @param containers in the order of the spec; ephemeral ones request nothing
 * @param pod those of the pod as a whole, "0" where there are none
 * @param overhead what its runtime needs beside the containers
 */
public record RequestTexts(
    List<ContainerRequests> containers, ResourceTexts pod, ResourceTexts overhead) {

  /** Nothing. */
  public static final RequestTexts NONE =
      new RequestTexts(List.of(), ResourceTexts.NONE, ResourceTexts.NONE);

  /** When a container runs. */
  public enum Kind {
    APPLICATION,
    /** Before the application's, one after the other. */
    INIT,
    /** From its turn among the init containers on. */
    SIDECAR
  }

  /** What one container requests. */
  public record ContainerRequests(Kind kind, ResourceTexts amounts) {}

  /** Copies the list. */
  public RequestTexts {
    containers = List.copyOf(containers);
  }
}
