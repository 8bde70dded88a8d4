package io.rubik.soak;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.rubik.daemon.ContainerIds;
import io.rubik.daemon.SimulatedKubelet;
import io.rubik.daemon.SimulatedScheduler;
import io.rubik.soak.Disturbance.Target;
import io.rubik.standin.PodJson;
import io.rubik.standin.PodJson.ContainerState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Pods with a CPU limit, in the care of quotaTurbo. Whatever their status says or leaves out, no
 * quota of theirs may leave the range from their limit to twice that.
 */
final class LimitedPods {

  private static final String NAMESPACE = "limited";
  private static final String TURBO = "volcano.sh/quota-turbo";
  private static final String QUOTA = "cpu.cfs_quota_us";
  private static final String LIMIT = "500m";
  private static final long LIMIT_MICROS = 50_000;
  private static final int COUNT = 5;

  /** What a resize asks for that kubelet puts off: less, more, and no limit. */
  private static final List<String> ASKED = List.of("100m", "1900m", "");

  private final World world;
  private final Findings findings;
  private final Duration longest;
  private final SimulatedScheduler scheduler;
  private final List<String> cgroups = new ArrayList<>();

  LimitedPods(World world, Findings findings, Soak.Pace pace) throws IOException {
    this.world = world;
    this.findings = findings;
    this.longest = pace.longestFault();
    scheduler = new SimulatedScheduler(world.node());
    scheduler.busy(5);
  }

  /** Makes the pods, and looks at their quotas until the soak ends. */
  void run() throws IOException {
    for (int i = 0; i < COUNT; i++) {
      create("limited-" + i);
    }
    while (!world.hasEnded()) {
      scheduler.advance();
      for (String cgroup : cgroups) {
        look(cgroup);
      }
      world.pause(Duration.ofMillis(20));
    }
  }

  /** Returns what happens to their statuses. */
  List<Disturbance> disturbances() {
    return List.of(
        status(
            "status without limits",
            container -> container.getAsJsonObject("resources").remove("limits")),
        status(
            "status with empty resources",
            container -> container.add("resources", new JsonObject())),
        status("status without resources", container -> container.remove("resources")),
        new Disturbance("resize deferred", Target.SERVER, this::deferredResize));
  }

  private void create(String name) throws IOException {
    JsonObject pod =
        PodJson.pod(NAMESPACE, name)
            .node(World.NODE)
            .qos("Burstable")
            .annotation(TURBO, "true")
            .container("main", "containerd://" + ContainerIds.next(), ContainerState.RUNNING)
            .resource("main", "cpu", "100m", LIMIT)
            .build();
    container(pod).add("resources", resources(LIMIT));
    String path = SimulatedKubelet.podPath(pod);
    String container = path + "/" + SimulatedKubelet.runningContainers(pod).getFirst();
    for (String cgroup : List.of(path, container)) {
      world.makeCgroup(cgroup);
      world.node().set("cpu", cgroup, QUOTA, "" + LIMIT_MICROS);
      cgroups.add(cgroup);
    }
    scheduler.throttle(container);
    world.server().pods().put(pod);
  }

  private void look(String cgroup) throws IOException {
    String text = world.node().read("cpu", cgroup, QUOTA);
    if (text.isEmpty()) {
      return; // it is being written, which a kernel's file never shows
    }
    long micros = Long.parseLong(text);
    if (micros < LIMIT_MICROS || micros > 2 * LIMIT_MICROS) {
      findings.violated(cgroup + ": a quota of " + micros + " us; the limit is " + LIMIT_MICROS);
      world.node().set("cpu", cgroup, QUOTA, "" + LIMIT_MICROS);
    }
  }

  private Disturbance status(String name, Consumer<JsonObject> change) {
    return new Disturbance(
        name,
        Target.SERVER,
        (world, random) -> {
          update(pod -> {
            change.accept(container(pod));
            return pod;
          });
          world.pause(some(random));
          update(LimitedPods::asApplied);
        });
  }

  /** The spec asks for other limits, kubelet puts them off, and in the end they are withdrawn. */
  private void deferredResize(World world, RandomGenerator random) {
    String asked = ASKED.get(random.nextInt(ASKED.size()));
    update(pod -> {
      spec(pod).add("resources", resources(asked));
      JsonObject condition = new JsonObject();
      condition.addProperty("type", "PodResizePending");
      condition.addProperty("status", "True");
      condition.addProperty("reason", random.nextBoolean() ? "Deferred" : "Infeasible");
      JsonArray conditions = new JsonArray();
      conditions.add(condition);
      pod.getAsJsonObject("status").add("conditions", conditions);
      return pod;
    });
    world.pause(some(random));
    update(pod -> {
      spec(pod).add("resources", resources(LIMIT));
      pod.getAsJsonObject("status").remove("conditions");
      return pod;
    });
  }

  private void update(UnaryOperator<JsonObject> change) {
    for (int i = 0; i < COUNT; i++) {
      world.server().pods().update(NAMESPACE, "limited-" + i, change);
    }
  }

  private static JsonObject asApplied(JsonObject pod) {
    container(pod).add("resources", resources(LIMIT));
    return pod;
  }

  private static JsonObject resources(String limit) {
    JsonObject requests = new JsonObject();
    requests.addProperty("cpu", "100m");
    JsonObject resources = new JsonObject();
    resources.add("requests", requests);
    if (!limit.isEmpty()) {
      JsonObject limits = new JsonObject();
      limits.addProperty("cpu", limit);
      resources.add("limits", limits);
    }
    return resources;
  }

  private static JsonObject spec(JsonObject pod) {
    return first(pod.getAsJsonObject("spec"), "containers");
  }

  private static JsonObject container(JsonObject pod) {
    return first(pod.getAsJsonObject("status"), "containerStatuses");
  }

  private static JsonObject first(JsonObject section, String name) {
    return section.getAsJsonArray(name).get(0).getAsJsonObject();
  }

  private Duration some(RandomGenerator random) {
    return Duration.ofMillis(random.nextLong(100, longest.toMillis()));
  }
}
