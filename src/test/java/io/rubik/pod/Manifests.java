package io.rubik.pod;

import io.rubik.pod.PodManifest.ContainerStatus;
import java.util.List;
import java.util.Map;

/** Manifests for tests, each a copy of a good one with something changed. */
final class Manifests {

  private Manifests() {}

  /** Returns a running burstable pod in the namespace ns, without containers. */
  static PodManifest pod(String name, String uid) {
    return new PodManifest(
        "ns",
        name,
        uid,
        "2026-01-31T12:00:00Z",
        Map.of(),
        Map.of(),
        "Running",
        "Burstable",
        List.of());
  }

  static PodManifest created(PodManifest pod, String creationTimestamp) {
    return new PodManifest(
        pod.namespace(),
        pod.name(),
        pod.uid(),
        creationTimestamp,
        pod.annotations(),
        pod.labels(),
        pod.phase(),
        pod.qosClass(),
        pod.containerStatuses());
  }

  static PodManifest annotated(PodManifest pod, Map<String, String> annotations) {
    return new PodManifest(
        pod.namespace(),
        pod.name(),
        pod.uid(),
        pod.creationTimestamp(),
        annotations,
        pod.labels(),
        pod.phase(),
        pod.qosClass(),
        pod.containerStatuses());
  }

  static PodManifest labelled(PodManifest pod, Map<String, String> labels) {
    return new PodManifest(
        pod.namespace(),
        pod.name(),
        pod.uid(),
        pod.creationTimestamp(),
        pod.annotations(),
        labels,
        pod.phase(),
        pod.qosClass(),
        pod.containerStatuses());
  }

  static PodManifest inPhase(PodManifest pod, String phase) {
    return new PodManifest(
        pod.namespace(),
        pod.name(),
        pod.uid(),
        pod.creationTimestamp(),
        pod.annotations(),
        pod.labels(),
        phase,
        pod.qosClass(),
        pod.containerStatuses());
  }

  static PodManifest ofClass(PodManifest pod, String qosClass) {
    return new PodManifest(
        pod.namespace(),
        pod.name(),
        pod.uid(),
        pod.creationTimestamp(),
        pod.annotations(),
        pod.labels(),
        pod.phase(),
        qosClass,
        pod.containerStatuses());
  }

  static PodManifest running(PodManifest pod, ContainerStatus... statuses) {
    return new PodManifest(
        pod.namespace(),
        pod.name(),
        pod.uid(),
        pod.creationTimestamp(),
        pod.annotations(),
        pod.labels(),
        pod.phase(),
        pod.qosClass(),
        List.of(statuses));
  }

  /** Returns the pod with the annotations kubelet gives the image of a static pod. */
  static PodManifest mirror(PodManifest pod, String hash) {
    return annotated(
        pod, Map.of("kubernetes.io/config.hash", hash, "kubernetes.io/config.mirror", hash));
  }

  static PodManifest withProblem(PodManifest manifest, String problem) {
    return new PodManifest(
        manifest.namespace(),
        manifest.name(),
        manifest.uid(),
        manifest.creationTimestamp(),
        manifest.annotations(),
        manifest.labels(),
        manifest.phase(),
        manifest.qosClass(),
        manifest.containerStatuses(),
        problem);
  }
}
