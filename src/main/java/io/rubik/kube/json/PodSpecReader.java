package io.rubik.kube.json;

import io.rubik.kube.json.ResourcesReader.Resources;
import io.rubik.pod.PodManifest.ContainerStatus;
import io.rubik.pod.PodManifest.ResourceTexts;
import io.rubik.pod.RequestTexts;
import io.rubik.pod.RequestTexts.ContainerRequests;
import io.rubik.pod.RequestTexts.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads limits and requests in a pod's spec: {@code {"resources": {…}, "overhead": {"cpu": "250m"},
 * "containers": [{"name": "web", "resources": {"limits": {"cpu": "500m"}}}]}}. A value of a wrong
 * type says nothing.
 */
final class PodSpecReader {

  private final FieldReader json;
  private final Map<String, ResourceTexts> byContainer = new LinkedHashMap<>();
  private final List<ContainerRequests> requests = new ArrayList<>();
  private Resources ofPod = new Resources(ResourceTexts.UNSAID, ResourceTexts.NONE);
  private ResourceTexts overhead = ResourceTexts.NONE;
  private String name = "";
  private String restartPolicy = "";
  private Resources ofContainer = Resources.NONE;

  PodSpecReader(FieldReader json) {
    this.json = json;
  }

  void read() throws IOException {
    Resources before = ofPod;
    ofPod = Resources.NONE;
    json.leniently(value -> {
      if (!json.object(this::field)) {
        ofPod = before;
      }
    });
  }

  /** Returns the pod-level limits. */
  ResourceTexts limits() {
    return ofPod.limits();
  }

  /** Returns what the pod requests. */
  RequestTexts requests() {
    return new RequestTexts(requests, ofPod.requests(), overhead);
  }

  /** Returns how many containers there are, of one more at most than a pod may have. */
  int containers() {
    return byContainer.size();
  }

  /**
   * Returns the statuses of application, init and ephemeral containers, and one without an ID for
   * each that has no status.
   */
  List<ContainerStatus> statuses(List<ContainerStatusReader> readers) {
    Map<String, ResourceTexts> left = new LinkedHashMap<>(byContainer);
    List<ContainerStatus> statuses = new ArrayList<>();
    for (ContainerStatusReader reader : readers) {
      statuses.add(reader.status(byContainer.getOrDefault(reader.name(), ResourceTexts.UNSAID)));
      left.remove(reader.name());
    }
    left.forEach((container, wanted) ->
        statuses.add(new ContainerStatus(container, "", false, ResourceTexts.UNSAID, wanted)));
    return statuses;
  }

  private void field(String field) throws IOException {
    switch (field) {
      case "containers" -> json.array(element -> requesting(container(), Kind.APPLICATION));
      case "initContainers" -> json.array(element -> requesting(container(), initKind()));
      case "ephemeralContainers" -> json.array(element -> container());
      case "resources" -> ofPod = ResourcesReader.read(json, ResourceTexts.NONE);
      case "overhead" -> overhead = ResourcesReader.amounts(json);
      default -> json.skip();
    }
  }

  /** Returns whether there is one, of those that are kept. */
  private boolean container() throws IOException {
    name = "";
    restartPolicy = "";
    ofContainer = Resources.NONE;
    boolean isKept =
        json.object(this::containerField)
            && Math.max(byContainer.size(), requests.size()) <= PodReader.MAX_CONTAINERS;
    if (isKept) {
      byContainer.put(name, ofContainer.limits());
    }
    return isKept;
  }

  /** An init container that is restarted goes on running beside the others, as a sidecar. */
  private Kind initKind() {
    return restartPolicy.equals("Always") ? Kind.SIDECAR : Kind.INIT;
  }

  private void requesting(boolean isKept, Kind kind) {
    if (isKept) {
      requests.add(new ContainerRequests(kind, ofContainer.requests()));
    }
  }

  private void containerField(String field) throws IOException {
    switch (field) {
      case "name" -> name = json.text();
      case "restartPolicy" -> restartPolicy = json.text();
      case "resources" -> ofContainer = ResourcesReader.read(json, ResourceTexts.NONE);
      default -> json.skip();
    }
  }
}
