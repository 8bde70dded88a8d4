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
import java.util.Optional;

/** Checks one manifest and makes a pod of it. */
final class ManifestReader {

  /** How many characters of a wrong value are shown. */
  private static final int SHOWN = 40;

  private final PodManifest manifest;
  private final PodPlaces places;
  private final Optional<Pod> before;
  private final List<String> warnings = new ArrayList<>();
  private final LimitReader limits = new LimitReader(warnings);

  ManifestReader(PodManifest manifest, PodPlaces places, Optional<Pod> before) {
    this.manifest = manifest;
    this.places = places;
    this.before = before;
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
    ResourceLimits wanted = limits.limits("the pod", manifest.wanted());
    ResourceLimits applied = applied(wanted);
    List<Container> containers = containers(layout, path);
    return new Pod(
        id,
        manifest.uid(),
        manifest.namespace(),
        manifest.name(),
        manifest.creationTimestamp(),
        path,
        qosClass,
        offline,
        manifest.annotations(),
        applied,
        next(applied, wanted),
        requests(),
        manifest.resize(),
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

  /** Returns the limits in force of the pod as a whole. */
  private ResourceLimits applied(ResourceLimits wanted) {
    ResourceLimits reported = limits.limits("the pod", manifest.reported());
    return new ResourceLimits(
            applied(wanted.cpuMillicores(), reported.cpuMillicores()),
            applied(wanted.memoryBytes(), reported.memoryBytes()))
        .or(before.map(Pod::limits).orElse(ResourceLimits.UNKNOWN));
  }

  /**
   * kubelet reports what the pod's cgroup holds, with overhead and with what a quota was raised by:
   * that can only confirm the limit of the spec, which is in force unless something speaks against
   * it.
   */
  private Limit applied(Limit wanted, Limit reported) {
    boolean isInForce =
        switch (manifest.resize()) {
          case DONE -> true;
          case UNTOLD -> !reported.isKnown() || wanted.isNone() || wanted.equals(reported);
          case COMING, PUT_OFF, PUT_OFF_DURING_ANOTHER -> false;
        };
    return isInForce ? wanted : Limit.UNKNOWN;
  }

  /** As with limits, those of the spec count once kubelet is not about to put them in force. */
  private Requests requests() {
    Requests wanted = Requests.of(manifest.requests());
    return manifest.resize().isPending() ? before.map(Pod::requests).orElse(wanted) : wanted;
  }

  /** kubelet does not put in force what it has put off. */
  private ResourceLimits next(ResourceLimits applied, ResourceLimits wanted) {
    return manifest.resize().isPutOff() ? applied : wanted;
  }

  /** A container that is missing in the status only is as it was, though it may have ended. */
  private List<Container> containers(KubepodsLayout layout, String podPath) {
    List<Container> containers = new ArrayList<>();
    for (ContainerStatus status : manifest.containerStatuses()) {
      Optional<Container> known = known(status.name());
      if (!status.containerId().isEmpty()) {
        addContainer(containers, status, layout, podPath, known);
      } else if (known.isPresent() && known.get().cgroupPath().startsWith(podPath + "/")) {
        containers.add(known.get().notRunning());
      }
    }
    return containers;
  }

  private Optional<Container> known(String name) {
    return before.stream()
        .flatMap(pod -> pod.containers().stream())
        .filter(container -> container.name().equals(name))
        .findFirst();
  }

  private void addContainer(
      List<Container> containers,
      ContainerStatus status,
      KubepodsLayout layout,
      String podPath,
      Optional<Container> known) {
    try {
      ContainerId id = ContainerId.parse(status.containerId());
      String path = layout.containerPath(podPath, id);
      ResourceLimits wanted = limits.limits("container " + status.name(), status.wanted());
      ResourceLimits applied = applied(status, wanted, known);
      containers.add(
          new Container(status.name(), id, path, status.running(), applied, next(applied, wanted)));
    } catch (IllegalArgumentException e) {
      warnings.add("container " + status.name() + " is not handled: " + e.getMessage());
    }
  }

  /** A limit missing in the status is that of the spec, unless the spec may not be in force. */
  private ResourceLimits applied(
      ContainerStatus status, ResourceLimits wanted, Optional<Container> known) {
    ResourceLimits before = known.map(Container::limits).orElse(ResourceLimits.UNKNOWN);
    return limits
        .limits("container " + status.name(), status.reported())
        .or(manifest.resize().isPending() ? before : wanted.or(before));
  }
}
