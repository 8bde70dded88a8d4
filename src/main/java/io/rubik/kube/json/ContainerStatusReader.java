package io.rubik.kube.json;

import io.rubik.pod.PodManifest.ContainerStatus;
import io.rubik.pod.PodManifest.ResourceTexts;
import java.io.IOException;

/**
 * Reads one container's status: {@code {"name": "web", "containerID": "containerd://4f5c…",
 * "state": {"running": {…}}, "resources": {"limits": {"cpu": "500m"}}}}.
 */
final class ContainerStatusReader {

  private final FieldReader json;
  private String name = "";
  private String containerId = "";
  private boolean running;
  private ResourceTexts reported = ResourceTexts.UNSAID;

  ContainerStatusReader(FieldReader json) {
    this.json = json;
  }

  void field(String field) throws IOException {
    switch (field) {
      case "name" -> name = json.text();
      case "containerID" -> containerId = json.text();
      case "state" -> json.object(this::state);
      case "resources" -> reported = ResourcesReader.read(json, ResourceTexts.UNSAID).limits();
      default -> json.skip();
    }
  }

  String name() {
    return name;
  }

  /** Returns the status of a container with these limits in its spec. */
  ContainerStatus status(ResourceTexts wanted) {
    return new ContainerStatus(name, containerId, running, reported, wanted);
  }

  private void state(String field) throws IOException {
    if (field.equals("running")) {
      running = json.skippedObject();
    } else {
      json.skip();
    }
  }
}
