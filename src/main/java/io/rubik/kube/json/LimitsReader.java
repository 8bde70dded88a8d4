package io.rubik.kube.json;

import io.rubik.pod.PodManifest.LimitTexts;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the limits of a container or pod: {@code {"limits": {"cpu": "500m", "memory": "1Gi"},
 * "requests": {…}}}.
 */
final class LimitsReader {

  private final FieldReader json;
  private String cpu = "";
  private String memory = "";

  private LimitsReader(FieldReader json) {
    this.json = json;
  }

  /**
   * Reads the value of a field {@code resources}; returns null when it is not an object. Limits of
   * a wrong type count as absent and do not make the pod invalid.
   */
  static @Nullable LimitTexts resources(FieldReader json) throws IOException {
    LimitsReader reader = new LimitsReader(json);
    boolean[] isObject = {false};
    json.leniently(value -> isObject[0] = json.object(reader::resource));
    return isObject[0] ? new LimitTexts(reader.cpu, reader.memory) : null;
  }

  private void resource(String field) throws IOException {
    if (field.equals("limits")) {
      json.object(this::limit);
    } else {
      json.skip();
    }
  }

  private void limit(String name) throws IOException {
    switch (name) {
      case "cpu" -> cpu = json.scalar();
      case "memory" -> memory = json.scalar();
      default -> json.skip();
    }
  }
}
