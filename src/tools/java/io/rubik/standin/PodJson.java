package io.rubik.standin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.UUID;

/** Builds the JSON of a pod as the API server shows it. */
public final class PodJson {

  private static final String STARTED = "2026-01-02T03:04:05Z";

  private final JsonObject metadata = new JsonObject();
  private final JsonObject spec = new JsonObject();
  private final JsonObject status = new JsonObject();
  private boolean fullSize;

  private PodJson(String namespace, String name) {
    metadata.addProperty("name", name);
    metadata.addProperty("namespace", namespace);
    metadata.addProperty("uid", UUID.randomUUID().toString());
    metadata.addProperty("creationTimestamp", STARTED);
    spec.add("containers", new JsonArray());
    status.addProperty("phase", "Running");
    status.addProperty("qosClass", "BestEffort");
    status.addProperty("startTime", STARTED);
  }

  /** Returns a running BestEffort pod without node, containers and marks, with a random UID. */
  public static PodJson pod(String namespace, String name) {
    return new PodJson(namespace, name);
  }

  /** Sets the UID. */
  public PodJson uid(String uid) {
    metadata.addProperty("uid", uid);
    return this;
  }

  /** Binds the pod to a node. */
  public PodJson node(String node) {
    spec.addProperty("nodeName", node);
    return this;
  }

  /** Sets {@code Guaranteed}, {@code Burstable} or {@code BestEffort}. */
  public PodJson qos(String qosClass) {
    status.addProperty("qosClass", qosClass);
    return this;
  }

  /**
   * Sets {@code Pending}, {@code Running}, {@code Succeeded}, {@code Failed} or {@code Unknown}.
   */
  public PodJson phase(String phase) {
    status.addProperty("phase", phase);
    return this;
  }

  /** Adds an annotation. */
  public PodJson annotation(String key, String value) {
    PodFields.section(metadata, "annotations").addProperty(key, value);
    return this;
  }

  /** Adds a label. */
  public PodJson label(String key, String value) {
    PodFields.section(metadata, "labels").addProperty(key, value);
    return this;
  }

  /** Makes the pod use the host's network. */
  public PodJson hostNetwork() {
    spec.addProperty("hostNetwork", true);
    return this;
  }

  /** Marks the pod as being deleted since then. */
  public PodJson deletedAt(Instant time) {
    metadata.addProperty("deletionTimestamp", time.toString());
    metadata.addProperty("deletionGracePeriodSeconds", 30);
    return this;
  }

  /** Makes this the mirror of a static pod with that hash of its manifest. */
  public PodJson mirror(String configHash) {
    annotation("kubernetes.io/config.source", "file");
    annotation("kubernetes.io/config.mirror", configHash);
    annotation("kubernetes.io/config.hash", configHash);
    return owner("v1", "Node", "node");
  }

  /** Adds a controlling owner, such as {@code apps/v1}, {@code ReplicaSet}, {@code web-1}. */
  public PodJson owner(String apiVersion, String kind, String name) {
    JsonObject owner = new JsonObject();
    owner.addProperty("apiVersion", apiVersion);
    owner.addProperty("kind", kind);
    owner.addProperty("name", name);
    owner.addProperty("uid", "0a0b0c0d-0000-4000-8000-00000000000a");
    owner.addProperty("controller", true);
    array(metadata, "ownerReferences").add(owner);
    return this;
  }

  /** Adds a running container with a containerd ID made from its name. */
  public PodJson running(String name) {
    String id =
        UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .toString()
            .replace("-", "");
    return container(name, "containerd://" + id + id, ContainerState.RUNNING);
  }

  /** Adds a container; its ID looks like {@code containerd://...}, "" when it has none yet. */
  public PodJson container(String name, String containerId, ContainerState state) {
    return add("containers", "containerStatuses", name, containerId, state);
  }

  /** Adds an init container. */
  public PodJson initContainer(String name, String containerId, ContainerState state) {
    return add("initContainers", "initContainerStatuses", name, containerId, state);
  }

  /** Adds an ephemeral container. */
  public PodJson ephemeralContainer(String name, String containerId, ContainerState state) {
    return add("ephemeralContainers", "ephemeralContainerStatuses", name, containerId, state);
  }

  /**
   * Sets a request and a limit of a container already added, such as {@code cpu}, {@code 500m},
   * {@code 2}; "" is none.
   */
  public PodJson resource(String container, String resource, String request, String limit) {
    for (String kind : new String[] {"containers", "initContainers"}) {
      for (var element : array(spec, kind)) {
        JsonObject spec = element.getAsJsonObject();
        if (spec.get("name").getAsString().equals(container)) {
          JsonObject resources = PodFields.section(spec, "resources");
          if (!request.isEmpty()) {
            PodFields.section(resources, "requests").addProperty(resource, request);
          }
          if (!limit.isEmpty()) {
            PodFields.section(resources, "limits").addProperty(resource, limit);
          }
        }
      }
    }
    return this;
  }

  /** Adds all that a real pod carries beside this: about 9.5 KB of JSON. */
  public PodJson fullSize() {
    fullSize = true;
    return this;
  }

  /** Returns the pod. */
  public JsonObject build() {
    JsonObject pod = new JsonObject();
    pod.addProperty("kind", "Pod");
    pod.addProperty("apiVersion", "v1");
    pod.add("metadata", metadata);
    pod.add("spec", spec);
    pod.add("status", status);
    return fullSize ? FullSizePod.of(pod) : pod.deepCopy();
  }

  private PodJson add(
      String inSpec, String inStatus, String name, String containerId, ContainerState state) {
    JsonObject container = new JsonObject();
    container.addProperty("name", name);
    container.addProperty("image", "registry.example/" + name + ":1.0");
    container.add("resources", new JsonObject());
    array(spec, inSpec).add(container);
    JsonObject shown = new JsonObject();
    shown.addProperty("name", name);
    shown.add("state", JsonParser.parseString(state.json()));
    shown.add("lastState", new JsonObject());
    shown.addProperty("ready", state == ContainerState.RUNNING);
    shown.addProperty("restartCount", 0);
    shown.addProperty("image", "registry.example/" + name + ":1.0");
    shown.addProperty("imageID", "");
    if (!containerId.isEmpty()) {
      shown.addProperty("containerID", containerId);
    }
    array(status, inStatus).add(shown);
    return this;
  }

  private static JsonArray array(JsonObject parent, String name) {
    if (!parent.has(name)) {
      parent.add(name, new JsonArray());
    }
    return parent.getAsJsonArray(name);
  }

  /** What a container status says of its container. */
  public enum ContainerState {
    /** Not started yet. */
    WAITING("{\"waiting\":{\"reason\":\"ContainerCreating\"}}"),
    /** Started. */
    RUNNING("{\"running\":{\"startedAt\":\"" + STARTED + "\"}}"),
    /** Ended. */
    TERMINATED(
        "{\"terminated\":{\"exitCode\":0,\"reason\":\"Completed\",\"startedAt\":\""
            + STARTED
            + "\",\"finishedAt\":\"2026-01-02T03:05:05Z\"}}");

    private final String json;

    ContainerState(String json) {
      this.json = json;
    }

    String json() {
      return json;
    }
  }
}
