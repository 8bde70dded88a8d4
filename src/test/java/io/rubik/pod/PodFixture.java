package io.rubik.pod;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.pod.PodManifest.ContainerStatus;
import io.rubik.pod.PodManifest.ResourceTexts;
import io.rubik.pod.RequestTexts.ContainerRequests;
import io.rubik.pod.RequestTexts.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds pods for tests: {@code PodFixture.pod("web").offline().container("c1").pod()}. */
public final class PodFixture {

  /** The keys that are read of pods: rubik's own, and one of a feature. */
  public static final PodKeys KEYS = PodKeys.with(Map.of("volcano.sh/quota-turbo", 64));

  private final String name;
  private final Map<String, String> annotations = new HashMap<>();
  private final Map<String, String> labels = new HashMap<>();
  private final List<ContainerStatus> statuses = new ArrayList<>();
  private KubepodsLayout layout = KubepodsLayout.CGROUPFS;
  private String namespace = "default";
  private String uid;
  private String phase = "Running";
  private String qosClass = "Burstable";
  private String created = "2026-01-01T00:00:00Z";
  private ResourceTexts reported = ResourceTexts.UNSAID;
  private ResourceTexts wanted = ResourceTexts.NONE;
  private final List<ContainerRequests> requests = new ArrayList<>();
  private Resize resize = Resize.UNTOLD;
  private String problem = "";

  private PodFixture(String name) {
    this.name = name;
    this.uid = "uid-" + name;
  }

  /** Starts an online Burstable pod in the namespace {@code default}, with UID {@code uid-name}. */
  public static PodFixture pod(String name) {
    return new PodFixture(name);
  }

  /** Starts with what a manifest holds, to change some of it. */
  public static PodFixture of(PodManifest manifest) {
    PodFixture fixture =
        new PodFixture(manifest.name())
            .namespace(manifest.namespace())
            .uid(manifest.uid())
            .created(manifest.creationTimestamp())
            .annotations(manifest.annotations())
            .labels(manifest.labels())
            .phase(manifest.phase())
            .qosClass(manifest.qosClass())
            .resize(manifest.resize())
            .problem(manifest.problem());
    fixture.reported = manifest.reported();
    fixture.wanted = manifest.wanted();
    fixture.requests.addAll(manifest.requests().containers());
    fixture.statuses.addAll(manifest.containerStatuses());
    return fixture;
  }

  public PodFixture namespace(String value) {
    namespace = value;
    return this;
  }

  public PodFixture offline() {
    return annotation(PodKeys.PREEMPTABLE, "true");
  }

  public PodFixture annotation(String key, String value) {
    annotations.put(key, value);
    return this;
  }

  public PodFixture annotations(Map<String, String> more) {
    annotations.putAll(more);
    return this;
  }

  /** Adds the annotations kubelet gives the image of a static pod. */
  public PodFixture mirror(String hash) {
    return annotation("kubernetes.io/config.hash", hash)
        .annotation("kubernetes.io/config.mirror", hash);
  }

  public PodFixture label(String key, String value) {
    labels.put(key, value);
    return this;
  }

  public PodFixture labels(Map<String, String> more) {
    labels.putAll(more);
    return this;
  }

  public PodFixture uid(String value) {
    uid = value;
    return this;
  }

  public PodFixture phase(String value) {
    phase = value;
    return this;
  }

  public PodFixture qosClass(String value) {
    qosClass = value;
    return this;
  }

  public PodFixture created(String value) {
    created = value;
    return this;
  }

  public PodFixture problem(String value) {
    problem = value;
    return this;
  }

  public PodFixture layout(KubepodsLayout value) {
    layout = value;
    return this;
  }

  /** Adds a running containerd container of that ID. */
  public PodFixture container(String id) {
    return container(id, "", "");
  }

  /** Adds a running containerd container of that ID with limits such as 500m, 1Gi; "" is none. */
  public PodFixture container(String id, String cpuLimit, String memoryLimit) {
    return status("c-" + id, "containerd://" + id, true, texts(cpuLimit, memoryLimit));
  }

  /** Adds a running containerd container of that name and ID with a CPU limit. */
  public PodFixture named(String containerName, String id, String cpuLimit) {
    return status(containerName, "containerd://" + id, true, texts(cpuLimit, ""));
  }

  /** Adds one that has ended, as init containers do. */
  public PodFixture ended(String id, String cpuLimit) {
    return status("c-" + id, "containerd://" + id, false, texts(cpuLimit, ""));
  }

  /** Adds one that is to have another CPU limit than it has: it is about to be resized. */
  public PodFixture resized(String id, String cpuLimit, String wantedCpuLimit) {
    ResourceTexts applied = new ResourceTexts(cpuLimit, "");
    ResourceTexts asked = texts(wantedCpuLimit, "");
    statuses.add(new ContainerStatus("c-" + id, "containerd://" + id, true, applied, asked));
    return this;
  }

  /** Sets the limits of the pod as a whole in its spec; "" is none. */
  public PodFixture limits(String cpuLimit, String memoryLimit) {
    wanted = texts(cpuLimit, memoryLimit);
    return this;
  }

  /** Adds what an application container requests: {@code 500m}, {@code 1Gi}. */
  public PodFixture requests(String cpu, String memory) {
    requests.add(new ContainerRequests(Kind.APPLICATION, new ResourceTexts(cpu, memory)));
    return this;
  }

  /** Sets the CPU limit of the pod as a whole that its status reports. */
  public PodFixture reported(String cpuLimit) {
    reported = new ResourceTexts(cpuLimit, "");
    return this;
  }

  /** Sets how far kubelet is with the limits of the spec. */
  public PodFixture resize(Resize value) {
    resize = value;
    return this;
  }

  private static ResourceTexts texts(String cpuLimit, String memoryLimit) {
    return new ResourceTexts(
        cpuLimit.isEmpty() ? "0" : cpuLimit, memoryLimit.isEmpty() ? "0" : memoryLimit);
  }

  /** Adds one that is in the status and not in the spec. */
  public PodFixture status(String containerName, String containerId, boolean running) {
    return status(containerName, containerId, running, ResourceTexts.UNSAID);
  }

  private PodFixture status(
      String containerName, String containerId, boolean running, ResourceTexts asked) {
    statuses.add(
        new ContainerStatus(containerName, containerId, running, ResourceTexts.UNSAID, asked));
    return this;
  }

  public PodManifest manifest() {
    return new PodManifest(
        namespace,
        name,
        uid,
        created,
        annotations,
        labels,
        phase,
        qosClass,
        statuses,
        reported,
        wanted,
        new RequestTexts(requests, ResourceTexts.NONE, ResourceTexts.NONE),
        resize,
        problem);
  }

  public Pod pod() {
    return Pod.from(manifest(), layout, Optional.empty());
  }

  /** Returns the pod as it is known when it was known so before. */
  public Pod podAfter(Pod before) {
    return Pod.from(manifest(), layout, Optional.of(before));
  }
}
