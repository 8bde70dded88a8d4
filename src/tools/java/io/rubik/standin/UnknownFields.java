package io.rubik.standin;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;

/** Fields of a newer API, added to every object of a pod. */
final class UnknownFields {

  /** Maps whose keys are data, not fields. */
  private static final Set<String> MAPS =
      Set.of(
          "annotations",
          "labels",
          "matchLabels",
          "nodeSelector",
          "limits",
          "requests",
          "allocatedResources",
          "fieldsV1");

  private UnknownFields() {}

  static JsonObject addedTo(JsonObject pod) {
    JsonObject copy = pod.deepCopy();
    add(copy);
    return copy;
  }

  private static void add(JsonElement element) {
    if (element instanceof JsonArray array) {
      array.forEach(UnknownFields::add);
    } else if (element instanceof JsonObject object) {
      for (Map.Entry<String, JsonElement> entry : new ArrayList<>(object.entrySet())) {
        if (!MAPS.contains(entry.getKey())) {
          add(entry.getValue());
        }
      }
      object.addProperty("futureText", "not known to any client");
      object.add("futureNull", JsonNull.INSTANCE);
      object.add(
          "futureObject", JsonParser.parseString("{\"name\":\"x\",\"list\":[1,{\"a\":true}]}"));
    }
  }
}
