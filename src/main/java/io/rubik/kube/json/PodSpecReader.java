package io.rubik.kube.json;

import io.rubik.pod.PodManifest.LimitTexts;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the limits in a pod's spec: {@code {"resources": {…}, "containers": [{"name": "web",
 * "resources": {"limits": {"cpu": "500m"}}}]}}. A value of a wrong type counts as absent.
 */
final class PodSpecReader {

  private final FieldReader json;
  private final Map<String, LimitTexts> byContainer = new HashMap<>();
  private LimitTexts limits = LimitTexts.NONE;
  private String name = "";
  private @Nullable LimitTexts ofContainer;

  PodSpecReader(FieldReader json) {
    this.json = json;
  }

  void read() throws IOException {
    json.leniently(value -> json.object(this::field));
  }

  /** Returns the pod-level limits. */
  LimitTexts limits() {
    return limits;
  }

  /**
   * Returns the limits of application, init and ephemeral containers that have any, of one
   * container more at most than a pod may have.
   */
  Map<String, LimitTexts> byContainer() {
    return byContainer;
  }

  private void field(String field) throws IOException {
    switch (field) {
      case "containers", "initContainers", "ephemeralContainers" ->
          json.array(element -> container());
      case "resources" -> {
        LimitTexts found = LimitsReader.resources(json);
        limits = found == null ? LimitTexts.NONE : found;
      }
      default -> json.skip();
    }
  }

  private void container() throws IOException {
    name = "";
    ofContainer = null;
    json.object(this::containerField);
    boolean hasRoom = byContainer.size() <= PodReader.MAX_CONTAINERS;
    if (hasRoom && ofContainer != null && !ofContainer.equals(LimitTexts.NONE)) {
      byContainer.put(name, ofContainer);
    }
  }

  private void containerField(String field) throws IOException {
    switch (field) {
      case "name" -> name = json.text();
      case "resources" -> ofContainer = LimitsReader.resources(json);
      default -> json.skip();
    }
  }
}
