package io.rubik.standin;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Map;

/** Fills a pod up with what a deployment, its defaults and the kubelet add. */
final class FullSizePod {

  private static final String SPEC =
      """
      {"volumes":[
        {"name":"config","configMap":{"name":"web-config","defaultMode":420}},
        {"name":"cache","emptyDir":{"sizeLimit":"1Gi"}},
        {"name":"kube-api-access-x7k2p","projected":{"defaultMode":420,"sources":[
          {"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}},
          {"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}},
          {"downwardAPI":{"items":[{"path":"namespace",
            "fieldRef":{"apiVersion":"v1","fieldPath":"metadata.namespace"}}]}}]}}],
       "restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst",
       "serviceAccountName":"web","serviceAccount":"web","securityContext":{"fsGroup":1000},
       "schedulerName":"default-scheduler","priority":0,"enableServiceLinks":true,
       "preemptionPolicy":"PreemptLowerPriority","tolerations":[
        {"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300},
        {"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}],
       "affinity":{"podAntiAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":100,
        "podAffinityTerm":{"labelSelector":{"matchLabels":{"app":"web"}},"topologyKey":"kubernetes.io/hostname"}}]}}}
      """;

  private static final String CONTAINER =
      """
      {"imagePullPolicy":"IfNotPresent","terminationMessagePath":"/dev/termination-log",
       "terminationMessagePolicy":"File","ports":[{"name":"http","containerPort":8080,"protocol":"TCP"}],
       "volumeMounts":[{"name":"config","mountPath":"/etc/web","readOnly":true},{"name":"cache","mountPath":"/cache"},
        {"name":"kube-api-access-x7k2p","readOnly":true,"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}],
       "livenessProbe":{"httpGet":{"path":"/healthz","port":"http","scheme":"HTTP"},"timeoutSeconds":1,
        "periodSeconds":10,"successThreshold":1,"failureThreshold":3},
       "readinessProbe":{"httpGet":{"path":"/readyz","port":"http","scheme":"HTTP"},"timeoutSeconds":1,
        "periodSeconds":10,"successThreshold":1,"failureThreshold":3},
       "securityContext":{"allowPrivilegeEscalation":false,"runAsNonRoot":true,"capabilities":{"drop":["ALL"]}}}
      """;

  private static final String STATUS =
      """
      {"hostIP":"192.0.2.10","podIP":"198.51.100.23","podIPs":[{"ip":"198.51.100.23"}],"conditions":[
       {"type":"Initialized","status":"True","lastProbeTime":null,"lastTransitionTime":"2026-01-02T03:04:05Z"},
       {"type":"Ready","status":"True","lastProbeTime":null,"lastTransitionTime":"2026-01-02T03:04:09Z"},
       {"type":"ContainersReady","status":"True","lastProbeTime":null,"lastTransitionTime":"2026-01-02T03:04:09Z"},
       {"type":"PodScheduled","status":"True","lastProbeTime":null,"lastTransitionTime":"2026-01-02T03:04:05Z"}]}
      """;

  private static final int ENVIRONMENT = 30;

  private FullSizePod() {}

  static JsonObject of(JsonObject pod) {
    JsonObject full = pod.deepCopy();
    fill(full.getAsJsonObject("spec"), object(SPEC));
    fill(full.getAsJsonObject("status"), object(STATUS));
    for (JsonElement container : full.getAsJsonObject("spec").getAsJsonArray("containers")) {
      fill(container.getAsJsonObject(), object(CONTAINER));
      container.getAsJsonObject().add("env", environment());
    }
    JsonArray managed = new JsonArray();
    managed.add(manager("kube-controller-manager", full.getAsJsonObject("spec"), "f:spec"));
    managed.add(manager("kubelet", full.getAsJsonObject("status"), "f:status"));
    full.getAsJsonObject("metadata").add("managedFields", managed);
    return full;
  }

  private static JsonArray environment() {
    JsonArray env = new JsonArray();
    for (int i = 0; i < ENVIRONMENT; i++) {
      JsonObject variable = new JsonObject();
      variable.addProperty("name", "WEB_SETTING_" + i);
      variable.addProperty("value", "value-of-setting-" + i);
      env.add(variable);
    }
    return env;
  }

  private static JsonObject manager(String name, JsonObject owned, String section) {
    JsonObject fields = new JsonObject();
    fields.add(section, fieldSet(owned));
    JsonObject manager = new JsonObject();
    manager.addProperty("manager", name);
    manager.addProperty("operation", "Update");
    manager.addProperty("apiVersion", "v1");
    manager.addProperty("time", "2026-01-02T03:04:05Z");
    manager.addProperty("fieldsType", "FieldsV1");
    manager.add("fieldsV1", fields);
    return manager;
  }

  /** Returns the fields of an object in the way of server-side apply. */
  private static JsonObject fieldSet(JsonObject owned) {
    JsonObject fields = new JsonObject();
    fields.add(".", new JsonObject());
    for (Map.Entry<String, JsonElement> entry : owned.entrySet()) {
      fields.add("f:" + entry.getKey(), fieldSet(entry.getValue()));
    }
    return fields;
  }

  private static JsonObject fieldSet(JsonElement value) {
    if (value instanceof JsonObject object) {
      return fieldSet(object);
    }
    JsonObject fields = new JsonObject();
    if (value instanceof JsonArray array) {
      for (JsonElement item : array) {
        if (item instanceof JsonObject object && object.has("name")) {
          fields.add("k:{\"name\":" + object.get("name") + "}", fieldSet(object));
        }
      }
    }
    return fields;
  }

  private static void fill(JsonObject target, JsonObject defaults) {
    for (Map.Entry<String, JsonElement> entry : defaults.entrySet()) {
      if (!target.has(entry.getKey())) {
        target.add(entry.getKey(), entry.getValue());
      }
    }
  }

  private static JsonObject object(String json) {
    return JsonParser.parseString(json).getAsJsonObject();
  }
}
