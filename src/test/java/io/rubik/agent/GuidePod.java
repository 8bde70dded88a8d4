package io.rubik.agent;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.rubik.testing.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A pod's manifest as users write it, and as the API server stores it once the pod runs. */
record GuidePod(JsonObject stored) {

  static final String UID = "0a0b0c0d-0000-4000-8000-000000000001";
  static final String CONTAINER = "c1";

  /**
   * Reads a manifest in YAML; fails as the API server does when an annotation or a label is no
   * text.
   */
  static GuidePod read(Path file) throws IOException {
    Object yaml = YamlDocument.one(Files.readString(file)).root();
    JsonObject pod = new Gson().toJsonTree(yaml).getAsJsonObject();
    JsonObject metadata = pod.getAsJsonObject("metadata");
    requireText(metadata, "annotations");
    requireText(metadata, "labels");
    metadata.addProperty("uid", UID);
    metadata.addProperty("creationTimestamp", "2026-01-02T03:04:05Z");
    metadata.addProperty("resourceVersion", "7");
    pod.add("status", status(pod.getAsJsonObject("spec")));
    return new GuidePod(pod);
  }

  private static void requireText(JsonObject metadata, String field) {
    if (metadata.get(field) instanceof JsonObject texts) {
      for (JsonElement value : texts.asMap().values()) {
        if (!(value instanceof JsonPrimitive text) || !text.isString()) {
          throw new IllegalArgumentException(
              "cannot unmarshal %s into Go struct field ObjectMeta.metadata.%s of type string"
                  .formatted(value, field));
        }
      }
    }
  }

  /** Its one container runs; with limits equal to requests it is Guaranteed. */
  private static JsonObject status(JsonObject spec) {
    JsonObject container = spec.getAsJsonArray("containers").get(0).getAsJsonObject();
    JsonObject shown = new JsonObject();
    shown.add("name", container.get("name"));
    shown.addProperty("containerID", "containerd://" + CONTAINER);
    shown.add("resources", container.get("resources"));
    JsonObject state = new JsonObject();
    state.add("running", new JsonObject());
    shown.add("state", state);
    JsonArray statuses = new JsonArray();
    statuses.add(shown);
    JsonObject status = new JsonObject();
    status.addProperty("phase", "Running");
    status.addProperty("qosClass", "Guaranteed");
    status.add("containerStatuses", statuses);
    return status;
  }

  /** Returns the pod with another value of an annotation. */
  GuidePod annotated(String key, String value) {
    JsonObject changed = stored.deepCopy();
    changed.getAsJsonObject("metadata").getAsJsonObject("annotations").addProperty(key, value);
    return new GuidePod(changed);
  }

  /** Returns a list of this pod alone. */
  String list() {
    JsonObject metadata = new JsonObject();
    metadata.addProperty("resourceVersion", "8");
    JsonObject list = new JsonObject();
    list.addProperty("kind", "PodList");
    list.addProperty("apiVersion", "v1");
    list.add("metadata", metadata);
    list.add("items", new Gson().toJsonTree(List.of(stored)));
    return list.toString();
  }
}
