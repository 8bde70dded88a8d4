package io.rubik.kube.json;

import io.rubik.pod.PodManifest;

/**
 * A pod and its version.
 *
 * @param resourceVersion empty when there is none
 */
record PodItem(PodManifest manifest, String resourceVersion) {}
