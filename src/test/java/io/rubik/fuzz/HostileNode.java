package io.rubik.fuzz;

import io.rubik.agent.ManualAgent;
import io.rubik.config.ConfigException;
import io.rubik.kube.FedBodies;
import io.rubik.logging.LogLines;
import io.rubik.testing.CgroupFixture;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** A node in memory, with the daemon's chain from JSON to cgroups, under hostile input. */
final class HostileNode implements AutoCloseable {

  private static final List<String> EVENTS =
      List.of("ADDED", "MODIFIED", "MODIFIED", "DELETED", "BOOKMARK", "ERROR", "SYNC\n");

  private final RandomGenerator random;
  private final RandomPods pods;
  private final RandomJson json;
  private final Mutation mutation;
  private final CgroupFixture node;
  private final ManualAgent agent;
  private final FedBodies bodies;
  private final LogLines log;
  private final List<KnownPod> known = new ArrayList<>();
  private String input = "";

  HostileNode(long seed) throws IOException, ConfigException {
    random = new SplittableRandom(seed);
    pods = new RandomPods(random);
    json = new RandomJson(random);
    mutation = new Mutation(random);
    boolean systemd = random.nextBoolean();
    CgroupFixture.Driver kind =
        random.nextBoolean() ? CgroupFixture.v1() : CgroupFixture.v1Joined();
    node = systemd ? kind.systemd().openEuler() : kind.cgroupfs().openEuler();
    node.setFile("/var/lib/rubik/config.json", config(systemd ? "systemd" : "cgroupfs"));
    log = LogLines.open();
    agent = ManualAgent.start(node);
    bodies = new FedBodies(agent.admission());
  }

  private static String config(String driver) {
    return """
    {
      "agent": {"cgroupDriver": "%s", "enabledFeatures": ["preemption"]},
      "preemption": {"resource": ["cpu", "memory"]}
    }
    """
        .formatted(driver);
  }

  /** Feeds that many bodies and checks after each; fails with the body that did the harm. */
  void run(int steps) {
    try {
      for (int i = 0; i < steps; i++) {
        step();
      }
    } catch (Exception | Error e) {
      throw new AssertionError(e + "\nafter the input: " + json.string(input), e);
    }
  }

  private void step() throws IOException {
    switch (random.nextInt(6)) {
      case 0 -> list();
      case 1 -> arrive();
      case 2 -> rivals();
      default -> event();
    }
    makeCgroups();
    agent.pass(Duration.ofMillis(random.nextInt(1000)));
    check();
  }

  /** A list with all that is known; before it, at times, one that is damaged. */
  private void list() {
    List<String> hostile = new ArrayList<>();
    for (int left = random.nextInt(8); left > 0; left--) {
      hostile.add(pods.next());
    }
    if (random.nextBoolean()) {
      feed(mutation.text(listOf(hostile)), true);
    }
    known.forEach(pod -> hostile.add(random.nextInt(hostile.size() + 1), pod.json()));
    feed(listOf(hostile), true);
  }

  private static String listOf(List<String> items) {
    return "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":"
        + RandomJson.array(items)
        + "}";
  }

  private void event() {
    String type = EVENTS.get(random.nextInt(EVENTS.size()));
    String object =
        type.equals("ERROR")
            ? RandomJson.object(
                List.of(
                    json.member("code", random.nextBoolean() ? json.number() : json.any()),
                    json.member("message", json.any())))
            : pods.next();
    String line = eventOf(json.string(type), object);
    feed(random.nextBoolean() ? line : mutation.text(line), false);
  }

  private static String eventOf(String type, String object) {
    return "{\"type\":" + type + ",\"object\":" + object + "}";
  }

  /** A sound pod comes; its cgroups are there before it or come later. */
  private void arrive() {
    String uid = new UUID(random.nextLong(), random.nextLong()).toString();
    KnownPod pod =
        new KnownPod("known-" + known.size(), uid, random.nextBoolean(), "c" + known.size());
    boolean before = random.nextBoolean();
    if (before) {
      pod.appear(node);
    }
    feed(eventOf("\"ADDED\"", pod.json()), false);
    if (!before) {
      agent.pass(Duration.ofMillis(random.nextInt(1000)));
      pod.appear(node);
    }
    known.add(pod);
    agent.pass(Duration.ofMillis(300));
  }

  private void rivals() {
    if (!known.isEmpty()) {
      KnownPod pod = known.get(random.nextInt(known.size()));
      feed(eventOf("\"MODIFIED\"", pod.json()), false); // it may have been left out of a list
      pod.rivals().forEach(rival -> feed(eventOf("\"ADDED\"", rival), false));
      pod.rivals().forEach(rival -> feed(eventOf("\"DELETED\"", rival), false));
    }
  }

  /** The hostile pods have cgroups too, where a kubelet could have made them. */
  private void makeCgroups() {
    for (String uid : pods.uids()) {
      if (random.nextInt(8) == 0 && uid.matches("[-0-9a-f]{36}")) {
        String qos = List.of("guaranteed", "burstable", "besteffort").get(random.nextInt(3));
        node.pod(qos, uid, "c" + random.nextInt(30));
      }
    }
  }

  private void feed(String body, boolean isList) {
    input = body;
    if (isList) {
      bodies.list(body);
    } else {
      bodies.event(body);
    }
  }

  private void check() throws IOException {
    for (LogLines.Line line : log.take()) {
      HarmlessChecks.check(line);
    }
    HarmlessChecks.check(node.recording());
    node.recording().clear();
    known.forEach(pod -> pod.check(node));
  }

  @Override
  public void close() {
    agent.close();
    log.close();
    node.close();
  }
}
