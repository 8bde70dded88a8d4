package io.rubik.kube;

import io.rubik.pod.PodManifest;

/**
 * A pod as it was read, usable or not.
 *
 * @param resourceVersion empty when there is none
 * @param problem why the manifest must not be used, empty when it may
 */
record PodItem(PodManifest manifest, String resourceVersion, String problem) {

  boolean isUsable() {
    return problem.isEmpty();
  }

  /** Returns what tells a log's reader which pod it was, and what was wrong with it. */
  String complaint() {
    return "pod " + manifest.key() + " (" + manifest.uid() + ") is left out: " + problem;
  }
}
