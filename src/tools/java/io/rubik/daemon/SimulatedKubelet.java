package io.rubik.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.rubik.standin.PodRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Does on a scratch node what kubelet and the container runtime do: a pod bound to the node gets
 * its cgroups, a pod without containers gets them started, and a pod that is gone loses its
 * cgroups.
 */
public final class SimulatedKubelet {

  private static final List<String> QOS_PATHS =
      List.of("kubepods", "kubepods/burstable", "kubepods/besteffort");

  private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

  private final ScratchNode node;
  private final String nodeName;
  private final PodRegistry pods;

  /** Prepares to play the kubelet of that node for the pods of the registry. */
  public SimulatedKubelet(ScratchNode node, String nodeName, PodRegistry pods) {
    this.node = node;
    this.nodeName = nodeName;
    this.pods = pods;
  }

  /** Looks at every pod repeatedly, until the thread is interrupted or the node is gone. */
  public void play() {
    try {
      while (!Thread.interrupted()) {
        sync();
        LockSupport.parkNanos(LOOK_NANOS);
      }
    } catch (IOException e) {
      System.err.println("the simulated kubelet has ended: " + e);
    }
  }

  /** Looks at every pod once. */
  public void sync() throws IOException {
    List<String> wanted = new ArrayList<>();
    for (JsonObject pod : pods.all()) {
      if (text(pod, "spec", "nodeName").equals(nodeName)) {
        start(pod);
        wanted.add(podPath(pod));
      }
    }
    for (String parent : QOS_PATHS) {
      for (String child : node.children(parent)) {
        if (child.startsWith("pod") && !wanted.contains(parent + "/" + child)) {
          node.removeCgroup(parent + "/" + child);
        }
      }
    }
  }

  private void start(JsonObject pod) throws IOException {
    String path = podPath(pod);
    node.makeCgroup(path);
    List<String> running = runningContainers(pod);
    if (running.isEmpty()) {
      String name = text(pod, "metadata", "name");
      pods.update(text(pod, "metadata", "namespace"), name, SimulatedKubelet::withContainers);
    }
    for (String id : running) {
      node.makeCgroup(path + "/" + id);
    }
    for (String child : node.children(path)) {
      if (!running.contains(child)) {
        node.removeCgroup(path + "/" + child);
      }
    }
  }

  /** Returns the cgroup of a pod: {@code kubepods/burstable/pod<uid>}. */
  public static String podPath(JsonObject pod) {
    String uid = text(pod, "metadata", "uid");
    return switch (text(pod, "status", "qosClass")) {
      case "Guaranteed" -> "kubepods/pod" + uid;
      case "Burstable" -> "kubepods/burstable/pod" + uid;
      default -> "kubepods/besteffort/pod" + uid;
    };
  }

  /** Returns the IDs of a pod's running containers, without the runtime. */
  public static List<String> runningContainers(JsonObject pod) {
    List<String> ids = new ArrayList<>();
    JsonArray statuses = pod.getAsJsonObject("status").getAsJsonArray("containerStatuses");
    for (JsonElement element : statuses == null ? new JsonArray() : statuses) {
      JsonObject status = element.getAsJsonObject();
      if (status.has("containerID") && status.getAsJsonObject("state").has("running")) {
        String id = status.get("containerID").getAsString();
        ids.add(id.substring(id.indexOf("://") + 3));
      }
    }
    return ids;
  }

  /** Gives each container of the spec a status with a new ID. */
  public static JsonObject withContainers(JsonObject pod) {
    JsonArray statuses = new JsonArray();
    for (JsonElement container : pod.getAsJsonObject("spec").getAsJsonArray("containers")) {
      JsonObject status = new JsonObject();
      status.add("name", container.getAsJsonObject().get("name"));
      status.addProperty("containerID", "containerd://" + ContainerIds.next());
      JsonObject state = new JsonObject();
      state.add("running", new JsonObject());
      status.add("state", state);
      statuses.add(status);
    }
    pod.getAsJsonObject("status").add("containerStatuses", statuses);
    pod.getAsJsonObject("status").addProperty("phase", "Running");
    return pod;
  }

  private static String text(JsonObject pod, String section, String name) {
    JsonObject object = pod.getAsJsonObject(section);
    return object != null && object.has(name) ? object.get(name).getAsString() : "";
  }
}
