package io.rubik.standin;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

/** One line of a watch. */
record WatchEvent(String type, JsonObject object) {

  /** Returns a bookmark as real servers send it: a pod with nothing but a version. */
  static WatchEvent bookmark(long version) {
    JsonObject metadata = new JsonObject();
    metadata.addProperty("resourceVersion", Long.toString(version));
    metadata.add("creationTimestamp", JsonNull.INSTANCE);
    JsonObject spec = new JsonObject();
    spec.add("containers", JsonNull.INSTANCE);
    JsonObject pod = new JsonObject();
    pod.addProperty("kind", "Pod");
    pod.addProperty("apiVersion", "v1");
    pod.add("metadata", metadata);
    pod.add("spec", spec);
    pod.add("status", new JsonObject());
    return new WatchEvent("BOOKMARK", pod);
  }

  static WatchEvent error(ApiStatus status) {
    return new WatchEvent("ERROR", status.json());
  }

  String line() {
    JsonObject json = new JsonObject();
    json.addProperty("type", type);
    json.add("object", object);
    return json + "\n";
  }
}
