package io.rubik.soak;

import io.rubik.daemon.ContainerIds;
import io.rubik.daemon.ScratchNode;
import io.rubik.soak.Disturbance.Target;
import io.rubik.standin.PodJson;
import io.rubik.standin.PodJson.ContainerState;
import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Two static pods, one online and one offline, and an ordinary pod that says it is their mirror.
 * The online one must never be marked; the offline one must be, also after its mirror was made
 * anew.
 */
final class StaticPods {

  private static final String ONLINE = "0123456789abcdef0123456789abcdef";
  private static final String OFFLINE = "fedcba9876543210fedcba9876543210";
  private static final String NAMESPACE = "kube-system";
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final World world;
  private final Findings findings;
  private final Duration longest;

  StaticPods(World world, Findings findings, Soak.Pace pace) {
    this.world = world;
    this.findings = findings;
    this.longest = pace.longestFault();
  }

  /** Makes the pods, and looks at the online one until the soak ends. */
  void run() throws IOException {
    show(ONLINE, start(ONLINE), false);
    show(OFFLINE, start(OFFLINE), true);
    while (!world.hasEnded()) {
      for (String controller : ScratchNode.LEVEL_FILES.keySet()) {
        if (world.node().level(controller, path(ONLINE)).equals("-1")) {
          findings.violated("the online static pod is marked: " + controller);
          world.node().setLevel(path(ONLINE), "0");
        }
      }
      world.pause(Duration.ofMillis(50));
    }
  }

  /** Returns what happens to them. */
  Disturbance disturbance() {
    return new Disturbance("hash thief", Target.SERVER, this::thief);
  }

  private void thief(World world, RandomGenerator random) throws IOException {
    boolean aimsAtOnline = random.nextBoolean();
    String hash = aimsAtOnline ? ONLINE : OFFLINE;
    PodJson thief =
        PodJson.pod("thief", "thief")
            .node(World.NODE)
            .qos("Burstable")
            .mirror(hash)
            .container("main", "containerd://" + ContainerIds.next(), ContainerState.RUNNING);
    if (aimsAtOnline) {
      thief.annotation(Pods.PREEMPTABLE, "true");
    }
    world.server().pods().put(thief.build());
    world.pause(some(random));
    world.server().pods().remove(NAMESPACE, hash);
    world.pause(some(random));
    if (!aimsAtOnline) {
      world.removeCgroup(path(hash)); // or the new container would be born marked
    }
    String container = start(hash);
    show(hash, container, !aimsAtOnline);
    world.pause(some(random));
    if (!aimsAtOnline) {
      awaitMark(path(hash) + "/" + container);
    }
    world.server().pods().remove("thief", "thief");
  }

  private void awaitMark(String cgroup) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!world.node().level("cpu", cgroup).equals("-1") && !world.hasEnded()) {
      if (System.nanoTime() > end) {
        findings.violated("the offline static pod's new container is not marked: " + cgroup);
        return;
      }
      world.pause(Duration.ofMillis(50));
    }
  }

  /** Starts a container of a static pod, as kubelet does without the API server. */
  private String start(String hash) throws IOException {
    String container = ContainerIds.next();
    world.makeCgroup(path(hash));
    world.makeCgroup(path(hash) + "/" + container);
    return container;
  }

  /** Makes the mirror, as kubelet does. */
  private void show(String hash, String container, boolean offline) {
    PodJson mirror =
        PodJson.pod(NAMESPACE, hash)
            .node(World.NODE)
            .qos("Burstable")
            .mirror(hash)
            .container("main", "containerd://" + container, ContainerState.RUNNING);
    if (offline) {
      mirror.annotation(Pods.PREEMPTABLE, "true");
    }
    world.server().pods().put(mirror.build());
  }

  private static String path(String hash) {
    return "kubepods/burstable/pod" + hash;
  }

  private Duration some(RandomGenerator random) {
    return Duration.ofMillis(random.nextLong(100, longest.toMillis()));
  }
}
