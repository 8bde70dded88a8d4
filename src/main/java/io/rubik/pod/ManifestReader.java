package io.rubik.pod;

import io.rubik.cgroup.kubepods.ContainerId;
import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.cgroup.kubepods.PodId;
import io.rubik.cgroup.kubepods.PodPlaces;
import io.rubik.cgroup.kubepods.QosClass;
import io.rubik.pod.PodManifest.ContainerStatus;
import io.rubik.text.SafeText;
import java.util.ArrayList;
import java.util.List;

/** Checks one manifest and makes a pod of it. */
final class ManifestReader {

  /** How many characters of a wrong value are shown. */
  private static final int SHOWN = 40;

  private final PodManifest manifest;
  private final PodPlaces places;
  private final List<String> warnings = new ArrayList<>();
  private final LimitReader limits = new LimitReader(warnings);

  ManifestReader(PodManifest manifest, PodPlaces places) {
    this.manifest = manifest;
    this.places = places;
  }

  /** Returns the pod; fails with {@code IllegalArgumentException} without a usable identity. */
  Pod pod() {
    if (!manifest.problem().isEmpty()) {
      throw new IllegalArgumentException(manifest.problem());
    }
    if (manifest.name().isEmpty() || manifest.uid().isEmpty()) {
      throw new IllegalArgumentException("it has no name or no UID");
    }
    QosClass qosClass =
        QosClass.parse(manifest.qosClass())
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "status.qosClass \""
                        + manifest.qosClass()
                        + "\" is not one of Guaranteed, Burstable, BestEffort"));
    PodId id = id();
    KubepodsLayout layout = places.of(qosClass, id);
    String path = layout.podPath(qosClass, id);
    boolean offline = offline();
    ResourceLimits podLimits = limits.limits("the pod", manifest.limits());
    List<Container> containers = containers(layout, path);
    return new Pod(
        id,
        manifest.uid(),
        manifest.namespace(),
        manifest.name(),
        manifest.creationTimestamp(),
        path,
        offline,
        manifest.annotations(),
        podLimits,
        containers,
        warnings);
  }

  /**
   * kubelet sets both annotations of a mirror pod to the same hash; a pod that carries the hash
   * alone is not a static pod, whatever its author intended.
   */
  private PodId id() {
    String hash = manifest.annotations().getOrDefault(PodKeys.CONFIG_HASH, "");
    boolean mirror =
        !hash.isEmpty() && hash.equals(manifest.annotations().get(PodKeys.CONFIG_MIRROR));
    return mirror ? PodId.ofConfigHash(hash) : new PodId(manifest.uid());
  }

  private boolean offline() {
    return switch (Preemptable.of(manifest.annotations(), manifest.labels())) {
      case OFFLINE -> true;
      case ONLINE -> false;
      case UNCLEAR -> {
        String value = Preemptable.value(manifest.annotations(), manifest.labels());
        warnings.add(
            PodKeys.PREEMPTABLE
                + " is \""
                + shown(value)
                + "\", neither \"true\" nor \"false\": treated as an online pod");
        yield false;
      }
    };
  }

  /** Returns a value, or where it is long, how it begins. */
  static String shown(String value) {
    return SafeText.shortened(value, SHOWN);
  }

  private List<Container> containers(KubepodsLayout layout, String podPath) {
    List<Container> containers = new ArrayList<>();
    for (ContainerStatus status : manifest.containerStatuses()) {
      if (!status.containerId().isEmpty()) {
        addContainer(containers, status, layout, podPath);
      }
    }
    return containers;
  }

  private void addContainer(
      List<Container> containers, ContainerStatus status, KubepodsLayout layout, String podPath) {
    try {
      ContainerId id = ContainerId.parse(status.containerId());
      String path = layout.containerPath(podPath, id);
      String owner = "container " + status.name();
      ResourceLimits wanted = limits.limits(owner, status.wanted());
      ResourceLimits applied =
          status.limits().equals(status.wanted()) ? wanted : limits.limits(owner, status.limits());
      containers.add(new Container(status.name(), id, path, status.running(), applied, wanted));
    } catch (IllegalArgumentException e) {
      warnings.add("container " + status.name() + " is not handled: " + e.getMessage());
    }
  }
}
