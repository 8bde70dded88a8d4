package io.rubik.kube.json;

import io.rubik.pod.PodManifest;
import java.util.List;

/**
 * All pods of the node at one resource version.
 *
 * @param resourceVersion where a watch continues
 */
public record PodListing(List<PodManifest> pods, String resourceVersion) {

  /** Copies the list. */
  public PodListing {
    pods = List.copyOf(pods);
  }
}
