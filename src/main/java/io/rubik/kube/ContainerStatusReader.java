package io.rubik.kube;

import io.rubik.pod.PodManifest.ContainerStatus;
import java.io.IOException;

/**
 * Reads one container's status: {@code {"name": "web", "containerID": "containerd://4f5c…",
 * "state": {"running": {…}}}}.
 */
final class ContainerStatusReader {

  private final FieldReader json;
  private String name = "";
  private String containerId = "";
  private boolean running;

  ContainerStatusReader(FieldReader json) {
    this.json = json;
  }

  void field(String field) throws IOException {
    switch (field) {
      case "name" -> name = json.text();
      case "containerID" -> containerId = json.text();
      case "state" -> json.object(this::state);
      default -> json.skip();
    }
  }

  ContainerStatus status() {
    return new ContainerStatus(name, containerId, running);
  }

  private void state(String field) throws IOException {
    if (field.equals("running")) {
      running = json.skippedObject();
    } else {
      json.skip();
    }
  }
}
