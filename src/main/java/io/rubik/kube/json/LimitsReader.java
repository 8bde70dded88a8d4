package io.rubik.kube.json;

import io.rubik.pod.PodManifest.LimitTexts;
import java.io.IOException;

/**
 * Reads the limits of a container or pod: {@code {"limits": {"cpu": "500m", "memory": "1Gi"},
 * "requests": {…}}}. A value of a wrong type says nothing, and does not make the pod invalid.
 */
final class LimitsReader {

  private final FieldReader json;
  private final LimitTexts absent;
  private String cpu;
  private String memory;

  private LimitsReader(FieldReader json, LimitTexts absent) {
    this.json = json;
    this.absent = absent;
    this.cpu = absent.cpu();
    this.memory = absent.memory();
  }

  /** Reads the value of a field {@code resources}; a limit that is not in it is as given here. */
  static LimitTexts resources(FieldReader json, LimitTexts absent) throws IOException {
    LimitsReader reader = new LimitsReader(json, absent);
    json.leniently(value -> reader.object(reader::resource));
    return new LimitTexts(reader.cpu, reader.memory);
  }

  private void resource(String field) throws IOException {
    if (field.equals("limits")) {
      object(this::limit);
    } else {
      json.skip();
    }
  }

  /** Null is absent, and anything else that is not an object says nothing. */
  private void object(FieldReader.Visitor field) throws IOException {
    boolean isNull = json.isNull();
    if (!json.object(field) && !isNull) {
      cpu = "";
      memory = "";
    }
  }

  private void limit(String name) throws IOException {
    switch (name) {
      case "cpu" -> cpu = json.isNull() ? absent(absent.cpu()) : json.scalar();
      case "memory" -> memory = json.isNull() ? absent(absent.memory()) : json.scalar();
      default -> json.skip();
    }
  }

  private String absent(String text) throws IOException {
    json.skip();
    return text;
  }
}
