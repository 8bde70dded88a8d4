package io.rubik.kube;

import io.rubik.pod.PodManifest;
import java.util.List;

/**
 * All pods of the node at one moment.
 *
 * @param resourceVersion the moment: where a watch goes on
 * @param complaints of the pods that are left out
 */
record PodListing(List<PodManifest> pods, String resourceVersion, List<String> complaints) {

  /** Copies the lists. */
  PodListing {
    pods = List.copyOf(pods);
    complaints = List.copyOf(complaints);
  }
}
