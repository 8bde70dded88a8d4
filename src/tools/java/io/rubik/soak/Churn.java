package io.rubik.soak;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.rubik.daemon.ContainerIds;
import io.rubik.daemon.SimulatedKubelet;
import io.rubik.standin.PodJson;
import io.rubik.standin.PodJson.ContainerState;
import io.rubik.testing.HostileText;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/** Pods come, change and go, as the API server and the kubelet of a busy node have it. */
final class Churn {

  private static final int USUAL_PODS = 60;
  private static final int BURST = 50;

  /** Pods that stay as they are, for faults that take long to repair. */
  private static final int STEADY_PODS = 10;

  private static final String STEADY = "steady-";
  private static final List<String> QOS = List.of("Guaranteed", "Burstable", "BestEffort");

  private final World world;
  private final RandomGenerator random;
  private final HostileText hostile;
  private final Duration pause;
  private final PriorityQueue<Later> due =
      new PriorityQueue<>(Comparator.comparingLong(Later::atNanos));
  private long pods;
  private long containers;
  private long hostilePods;

  private record Later(long atNanos, Step step) {}

  /** What is done at once or later. */
  private interface Step {
    void run() throws IOException;
  }

  Churn(World world, RandomGenerator random, Duration pause) {
    this.world = world;
    this.random = random;
    this.hostile = new HostileText(random);
    this.pause = pause;
  }

  /** Continues until the soak ends. */
  void run() throws IOException {
    for (int i = 0; i < STEADY_PODS; i++) {
      create(STEADY + i, true);
    }
    while (!world.hasEnded()) {
      step();
      while (!due.isEmpty() && due.element().atNanos() < System.nanoTime()) {
        due.remove().step().run();
      }
      world.pause(pause.multipliedBy(random.nextInt(20)).dividedBy(10));
    }
  }

  /** Returns how many sound pods there have been. */
  long pods() {
    return pods;
  }

  /** Returns how many containers of sound pods there have been. */
  long containers() {
    return containers;
  }

  /** Returns how many hostile pods there have been. */
  long hostilePods() {
    return hostilePods;
  }

  private void step() throws IOException {
    List<JsonObject> there =
        Pods.all(world).stream().filter(pod -> !Pods.name(pod).startsWith(STEADY)).toList();
    if (there.isEmpty() || random.nextInt(2 * USUAL_PODS) > there.size() + USUAL_PODS / 2) {
      create("pod-" + world.number(), random.nextBoolean());
      return;
    }
    JsonObject pod = there.get(random.nextInt(there.size()));
    switch (random.nextInt(24)) {
      case 0, 1, 2, 3 -> turnOffline(pod);
      case 4, 5, 6, 7 -> restartContainers(pod);
      case 8, 9, 10 -> recreate(pod);
      case 11, 12 -> hostile();
      case 13 -> burst(there);
      default -> delete(pod);
    }
  }

  private void burst(List<JsonObject> there) throws IOException {
    if (there.size() > 2 * USUAL_PODS) {
      for (JsonObject pod : there.subList(0, BURST)) {
        delete(pod);
      }
    } else if (random.nextInt(3) == 0) {
      for (int i = 0; i < BURST; i++) {
        create("burst-" + world.number(), random.nextBoolean());
      }
    }
  }

  /** Its cgroups are there before the API server reports it, or come after a while. */
  private void create(String name, boolean offline) throws IOException {
    PodJson json =
        PodJson.pod(Pods.NAMESPACE, name).node(World.NODE).qos(QOS.get(random.nextInt(QOS.size())));
    if (offline) {
      json.annotation(Pods.PREEMPTABLE, "true");
    }
    for (int i = random.nextInt(3); i >= 0; i--) {
      json.container("c" + i, "containerd://" + ContainerIds.next(), ContainerState.RUNNING);
      containers++;
    }
    pods++;
    JsonObject pod = json.build();
    switch (random.nextInt(3)) {
      case 0 -> {
        Pods.makeCgroups(world, pod);
        world.server().pods().put(pod);
      }
      case 1 -> {
        world.server().pods().put(pod);
        Pods.makeCgroups(world, pod);
      }
      default -> {
        world.server().pods().put(pod);
        later(() -> makeCgroupsIfThere(pod));
      }
    }
  }

  private void later(Step step) {
    due.add(new Later(System.nanoTime() + random.nextLong(2_000_000_000), step));
  }

  private void makeCgroupsIfThere(JsonObject pod) throws IOException {
    boolean there =
        Pods.all(world).stream().anyMatch(other -> Pods.uid(other).equals(Pods.uid(pod)));
    if (there) {
      Pods.makeCgroups(world, pod);
    }
  }

  /** Its cgroups go before the API server reports it, or after a while. */
  private void delete(JsonObject pod) throws IOException {
    String path = SimulatedKubelet.podPath(pod);
    if (random.nextBoolean()) {
      world.removeCgroup(path);
    } else {
      later(() -> world.removeCgroup(path));
    }
    world.server().pods().remove(Pods.NAMESPACE, Pods.name(pod));
  }

  private void recreate(JsonObject pod) throws IOException {
    delete(pod);
    create(Pods.name(pod), random.nextBoolean());
  }

  private void turnOffline(JsonObject pod) {
    world
        .server()
        .pods()
        .update(
            Pods.NAMESPACE,
            Pods.name(pod),
            known -> {
              JsonObject annotations = new JsonObject();
              annotations.addProperty(Pods.PREEMPTABLE, "true");
              known.getAsJsonObject("metadata").add("annotations", annotations);
              return known;
            });
  }

  private void restartContainers(JsonObject pod) throws IOException {
    List<String> before = Pods.cgroups(pod);
    JsonObject with = SimulatedKubelet.withContainers(pod.deepCopy());
    boolean early = random.nextBoolean();
    if (early) {
      Pods.makeCgroups(world, with);
    }
    JsonArray statuses = with.getAsJsonObject("status").getAsJsonArray("containerStatuses");
    containers += statuses.size();
    world
        .server()
        .pods()
        .update(
            Pods.NAMESPACE,
            Pods.name(pod),
            known -> {
              known.getAsJsonObject("status").add("containerStatuses", statuses);
              return known;
            });
    if (!early) {
      makeCgroupsIfThere(with);
    }
    for (String container : before.subList(1, before.size())) {
      world.removeCgroup(container);
    }
  }

  private void hostile() {
    PodJson pod =
        PodJson.pod("hostile", "pod-" + random.nextInt(20))
            .node(World.NODE)
            .uid(random.nextBoolean() ? hostile.next() : "hostile-" + world.number())
            .qos(random.nextBoolean() ? hostile.next() : "Burstable")
            .label(Pods.PREEMPTABLE, hostile.next())
            .container(hostile.next(), "docker://" + hostile.next(), ContainerState.RUNNING);
    if (random.nextBoolean()) {
      pod.annotation(Pods.PREEMPTABLE, random.nextBoolean() ? hostile.next() : "true");
    }
    world.server().pods().put(pod);
    hostilePods++;
  }
}
