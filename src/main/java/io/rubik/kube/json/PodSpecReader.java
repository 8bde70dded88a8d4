package io.rubik.kube.json;

import io.rubik.pod.PodManifest.ContainerStatus;
import io.rubik.pod.PodManifest.LimitTexts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the limits in a pod's spec: {@code {"resources": {…}, "containers": [{"name": "web",
 * "resources": {"limits": {"cpu": "500m"}}}]}}. A value of a wrong type says nothing.
 */
final class PodSpecReader {

  private final FieldReader json;
  private final Map<String, LimitTexts> byContainer = new LinkedHashMap<>();
  private LimitTexts limits = LimitTexts.UNSAID;
  private String name = "";
  private LimitTexts ofContainer = LimitTexts.NONE;

  PodSpecReader(FieldReader json) {
    this.json = json;
  }

  void read() throws IOException {
    limits = LimitTexts.NONE;
    json.leniently(value -> {
      if (!json.object(this::field)) {
        limits = LimitTexts.UNSAID;
      }
    });
  }

  /** Returns the pod-level limits. */
  LimitTexts limits() {
    return limits;
  }

  /**
   * Returns the statuses of application, init and ephemeral containers, and one without an ID for
   * each that has no status.
   */
  List<ContainerStatus> statuses(List<ContainerStatusReader> readers) {
    Map<String, LimitTexts> left = new LinkedHashMap<>(byContainer);
    List<ContainerStatus> statuses = new ArrayList<>();
    for (ContainerStatusReader reader : readers) {
      statuses.add(reader.status(byContainer.getOrDefault(reader.name(), LimitTexts.UNSAID)));
      left.remove(reader.name());
    }
    left.forEach((container, wanted) ->
        statuses.add(new ContainerStatus(container, "", false, LimitTexts.UNSAID, wanted)));
    return statuses;
  }

  private void field(String field) throws IOException {
    switch (field) {
      case "containers", "initContainers", "ephemeralContainers" ->
          json.array(element -> container());
      case "resources" -> limits = LimitsReader.resources(json, LimitTexts.NONE);
      default -> json.skip();
    }
  }

  private void container() throws IOException {
    name = "";
    ofContainer = LimitTexts.NONE;
    if (json.object(this::containerField)) {
      byContainer.put(name, ofContainer);
    }
  }

  private void containerField(String field) throws IOException {
    switch (field) {
      case "name" -> name = json.text();
      case "resources" -> ofContainer = LimitsReader.resources(json, LimitTexts.NONE);
      default -> json.skip();
    }
  }
}
