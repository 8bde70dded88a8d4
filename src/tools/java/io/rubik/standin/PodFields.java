package io.rubik.standin;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;

/** Reading and changing single fields of a pod's JSON. */
final class PodFields {

  private PodFields() {}

  /** Returns the child object of that name, created when absent. */
  static JsonObject section(JsonObject pod, String name) {
    if (pod.get(name) instanceof JsonObject present) {
      return present;
    }
    JsonObject created = new JsonObject();
    pod.add(name, created);
    return created;
  }

  /** Returns a text field of {@code metadata}, "" when absent. */
  static String metadata(JsonObject object, String field) {
    JsonElement value =
        object.get("metadata") instanceof JsonObject metadata ? metadata.get(field) : null;
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  static JsonObject withVersion(JsonObject pod, long version) {
    JsonObject copy = pod.deepCopy();
    section(copy, "metadata").addProperty("resourceVersion", Long.toString(version));
    return copy;
  }

  /** Returns the target with an RFC 7386 merge patch applied; the arguments stay as they are. */
  static JsonObject merged(JsonObject target, JsonObject patch) {
    JsonObject result = target.deepCopy();
    for (Map.Entry<String, JsonElement> entry : patch.entrySet()) {
      JsonElement value = entry.getValue();
      if (value.isJsonNull()) {
        result.remove(entry.getKey());
      } else if (value instanceof JsonObject object) {
        JsonObject child =
            result.get(entry.getKey()) instanceof JsonObject present ? present : new JsonObject();
        result.add(entry.getKey(), merged(child, object));
      } else {
        result.add(entry.getKey(), value.deepCopy());
      }
    }
    return result;
  }
}
