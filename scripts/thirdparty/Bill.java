package thirdparty;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;

/** The components as CycloneDX 1.6, without a time or a serial number. */
record Bill(List<Library> libraries, JavaRuntime runtime, String version) {

  /** Returns the document. */
  String json() throws Exception {
    JsonObject rubik = component("application", "rubik", version, Set.of("Apache-2.0"), "rubik");
    JsonObject metadata = new JsonObject();
    metadata.add("component", rubik);
    JsonArray components = new JsonArray();
    for (Library library : libraries) {
      components.add(component(library));
    }
    components.add(component(runtime));

    JsonArray needed = new JsonArray();
    components.forEach(component -> needed.add(component.getAsJsonObject().get("bom-ref")));
    JsonObject needs = new JsonObject();
    needs.addProperty("ref", "rubik");
    needs.add("dependsOn", needed);

    JsonObject bill = new JsonObject();
    bill.addProperty("bomFormat", "CycloneDX");
    bill.addProperty("specVersion", "1.6");
    bill.addProperty("version", 1);
    bill.add("metadata", metadata);
    bill.add("components", components);
    bill.add("dependencies", list(needs));
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(bill) + "\n";
  }

  private static JsonObject component(Library library) throws Exception {
    JsonObject component =
        component("library", library.name(), library.version(), library.licences(), library.purl());
    component.addProperty("group", library.group());
    component.addProperty("purl", library.purl());
    JsonObject hash = new JsonObject();
    hash.addProperty("alg", "SHA-256");
    hash.addProperty("content", library.sha256());
    component.add("hashes", list(hash));
    return component;
  }

  private static JsonObject component(JavaRuntime runtime) {
    String version = runtime.version();
    JsonObject component = component("platform", "openjdk", version, runtime.licences(), "openjdk");
    // By which advisories know it.
    component.addProperty("cpe", "cpe:2.3:a:oracle:openjdk:" + version + ":*:*:*:*:*:*:*");
    component.addProperty("purl", "pkg:generic/openjdk@" + version);
    return component;
  }

  private static JsonObject component(
      String type, String name, String version, Set<String> licences, String reference) {
    JsonObject expression = new JsonObject();
    expression.addProperty("expression", String.join(" AND ", licences));
    JsonObject component = new JsonObject();
    component.addProperty("type", type);
    component.addProperty("bom-ref", reference);
    component.addProperty("name", name);
    component.addProperty("version", version);
    component.add("licenses", list(expression));
    return component;
  }

  private static JsonArray list(JsonObject element) {
    JsonArray list = new JsonArray();
    list.add(element);
    return list;
  }
}
