package io.rubik.kube.json;

import io.rubik.pod.PodManifest.ContainerStatus;
import io.rubik.pod.PodManifest.LimitTexts;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one container's status: {@code {"name": "web", "containerID": "containerd://4f5c…",
 * "state": {"running": {…}}, "resources": {"limits": {"cpu": "500m"}}}}.
 */
final class ContainerStatusReader {

  private final FieldReader json;
  private String name = "";
  private String containerId = "";
  private boolean running;
  private @Nullable LimitTexts limits;

  ContainerStatusReader(FieldReader json) {
    this.json = json;
  }

  void field(String field) throws IOException {
    switch (field) {
      case "name" -> name = json.text();
      case "containerID" -> containerId = json.text();
      case "state" -> json.object(this::state);
      case "resources" -> limits = LimitsReader.resources(json);
      default -> json.skip();
    }
  }

  /** Returns the status; limits it does not report are those of the spec, by name. */
  ContainerStatus status(Map<String, LimitTexts> spec) {
    LimitTexts wanted = spec.getOrDefault(name, LimitTexts.NONE);
    LimitTexts applied = limits == null ? wanted : limits;
    return new ContainerStatus(name, containerId, running, applied, wanted);
  }

  private void state(String field) throws IOException {
    if (field.equals("running")) {
      running = json.skippedObject();
    } else {
      json.skip();
    }
  }
}
