package io.rubik.soak;

import com.google.gson.JsonObject;
import io.rubik.daemon.SimulatedKubelet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The sound pods of the API server, and their cgroups. */
final class Pods {

  /** Where the sound pods are. */
  static final String NAMESPACE = "soak";

  /** The annotation that makes a pod offline. */
  static final String PREEMPTABLE = "volcano.sh/preemptable";

  private Pods() {}

  /** Returns all there are. */
  static List<JsonObject> all(World world) {
    return world.server().pods().all().stream()
        .filter(pod -> metadata(pod, "namespace").equals(NAMESPACE))
        .toList();
  }

  /** Returns up to twenty. */
  static List<JsonObject> some(World world, RandomGenerator random) {
    List<JsonObject> left = new ArrayList<>(all(world));
    List<JsonObject> some = new ArrayList<>();
    for (int n = 1 + random.nextInt(20); n > 0 && !left.isEmpty(); n--) {
      some.add(left.remove(random.nextInt(left.size())));
    }
    return some;
  }

  static String name(JsonObject pod) {
    return metadata(pod, "name");
  }

  static String uid(JsonObject pod) {
    return metadata(pod, "uid");
  }

  static boolean isOffline(JsonObject pod) {
    JsonObject annotations = pod.getAsJsonObject("metadata").getAsJsonObject("annotations");
    return annotations != null
        && annotations.has(PREEMPTABLE)
        && annotations.get(PREEMPTABLE).getAsString().equals("true");
  }

  /** Returns its cgroup and those of its containers. */
  static List<String> cgroups(JsonObject pod) {
    String path = SimulatedKubelet.podPath(pod);
    List<String> cgroups = new ArrayList<>(List.of(path));
    SimulatedKubelet.runningContainers(pod).forEach(id -> cgroups.add(path + "/" + id));
    return cgroups;
  }

  /** Makes its cgroup and those of its containers. */
  static void makeCgroups(World world, JsonObject pod) throws IOException {
    for (String path : cgroups(pod)) {
      world.makeCgroup(path);
    }
  }

  private static String metadata(JsonObject pod, String name) {
    return pod.getAsJsonObject("metadata").get(name).getAsString();
  }
}
