package io.rubik.kube.json;

import io.rubik.pod.PodKeys;
import io.rubik.pod.PodManifest;
import io.rubik.pod.PodManifest.ResourceTexts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads one pod and skips every field that rubik does not use. */
final class PodReader {

  /** More than any pod has: a pod with more is not handled. */
  static final int MAX_CONTAINERS = 500;

  /** How much is kept of a value that is too long, so that its owner knows it again. */
  private static final int SHOWN = 12;

  private final FieldReader json;
  private final PodKeys keys;
  private final Map<String, String> annotations = new HashMap<>();
  private final Map<String, String> labels = new HashMap<>();
  private final PodSpecReader spec;
  private final ResizeReader resize;
  private final List<ContainerStatusReader> containers = new ArrayList<>();
  private final List<ContainerStatusReader> initContainers = new ArrayList<>();
  private final List<ContainerStatusReader> ephemeralContainers = new ArrayList<>();
  private String kind = "";
  private String namespace = "";
  private String name = "";
  private String uid = "";
  private String creationTimestamp = "";
  private String resourceVersion = "";
  private String phase = "";
  private String qosClass = "";
  private ResourceTexts reported = ResourceTexts.UNSAID;

  private PodReader(FieldReader json, PodKeys keys) {
    this.json = json;
    this.keys = keys;
    spec = new PodSpecReader(json);
    resize = new ResizeReader(json);
  }

  /** Reads a pod; a wrong type in it is the manifest's problem. */
  static PodItem read(FieldReader json, PodKeys keys) throws IOException {
    PodReader pod = new PodReader(json, keys);
    json.object(pod::field);
    String problem = json.takeProblem();
    if (pod.hasTooManyContainers()) {
      problem = "it has more than " + MAX_CONTAINERS + " containers";
    }
    if (problem.isEmpty() && !pod.kind.isEmpty() && !pod.kind.equals("Pod")) {
      problem = "it is a " + pod.kind;
    }
    return new PodItem(pod.manifest(problem), pod.resourceVersion);
  }

  private PodManifest manifest(String problem) {
    List<ContainerStatusReader> statuses =
        Stream.of(containers, initContainers, ephemeralContainers).flatMap(List::stream).toList();
    return new PodManifest(
        namespace,
        name,
        uid,
        creationTimestamp,
        annotations,
        labels,
        phase,
        qosClass,
        hasTooManyContainers() ? List.of() : spec.statuses(statuses),
        reported,
        spec.limits(),
        spec.requests(),
        resize.state(),
        problem);
  }

  private void field(String field) throws IOException {
    switch (field) {
      case "kind" -> kind = json.text();
      case "metadata" -> json.object(this::metadata);
      case "spec" -> spec.read();
      case "status" -> json.object(this::status);
      default -> json.skip();
    }
  }

  private void metadata(String field) throws IOException {
    switch (field) {
      case "namespace" -> namespace = json.text();
      case "name" -> name = json.text();
      case "uid" -> uid = json.text();
      case "creationTimestamp" -> creationTimestamp = json.text();
      case "resourceVersion" -> resourceVersion = json.text();
      case "generation" -> resize.generation();
      case "annotations" -> json.object(key -> keep(annotations, key));
      case "labels" -> json.object(key -> keep(labels, key));
      default -> json.skip();
    }
  }

  private void keep(Map<String, String> kept, String key) throws IOException {
    int maxBytes = keys.maxBytes(key);
    if (maxBytes == 0 || json.isNull()) {
      json.skip();
      return;
    }
    String value = json.beginning(maxBytes);
    kept.put(
        key,
        json.isCut() ? value.substring(0, SHOWN) + "... (over " + maxBytes + " bytes)" : value);
  }

  private void status(String field) throws IOException {
    switch (field) {
      case "phase" -> phase = json.text();
      case "qosClass" -> qosClass = json.text();
      case "observedGeneration" -> resize.observedGeneration();
      case "conditions" -> resize.conditions();
      case "resize" -> resize.resize();
      case "resources" -> reported = ResourcesReader.read(json, ResourceTexts.UNSAID).limits();
      case "containerStatuses" -> json.array(element -> container(containers));
      case "initContainerStatuses" -> json.array(element -> container(initContainers));
      case "ephemeralContainerStatuses" -> json.array(element -> container(ephemeralContainers));
      default -> json.skip();
    }
  }

  private void container(List<ContainerStatusReader> statuses) throws IOException {
    ContainerStatusReader reader = new ContainerStatusReader(json);
    if (hasTooManyContainers()) {
      json.skip();
    } else if (json.object(reader::field)) {
      statuses.add(reader);
    }
  }

  private boolean hasTooManyContainers() {
    int statuses = containers.size() + initContainers.size() + ephemeralContainers.size();
    return Math.max(statuses, spec.containers()) > MAX_CONTAINERS;
  }
}
