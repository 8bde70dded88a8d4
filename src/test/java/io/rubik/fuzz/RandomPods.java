package io.rubik.fuzz;

import io.rubik.testing.HostileText;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes pods as JSON text, from nearly sound to absurd. */
final class RandomPods {

  private static final List<String> QOS = List.of("Guaranteed", "Burstable", "BestEffort", "");
  private static final List<String> PHASES =
      List.of("Pending", "Running", "Running", "Succeeded", "Failed", "Unknown");
  private static final List<String> RUNTIMES =
      List.of("containerd", "docker", "iSulad", "cri-o", "rkt", "CONTAINERD", "");
  private static final List<String> KEYS =
      List.of("volcano.sh/preemptable", "kubernetes.io/config.hash", "kubernetes.io/config.mirror");
  private static final List<String> TIMES =
      List.of("2026-01-31T12:00:00Z", "0000-00-00T00:00:00Z", "9999-12-31T23:59:59Z", "");

  private final RandomGenerator random;
  private final RandomJson json;
  private final HostileText text;
  private final List<String> uids = new ArrayList<>();

  RandomPods(RandomGenerator random) {
    this.random = random;
    this.json = new RandomJson(random);
    this.text = new HostileText(random);
  }

  /** Returns a pod; its parts come in any order. */
  String next() {
    List<String> parts =
        new ArrayList<>(
            List.of(
                json.member("kind", json.string(oddly("Pod"))),
                json.member("metadata", metadata()),
                json.member("spec", spec()),
                json.member("status", status())));
    if (random.nextInt(4) == 0) {
      parts = parts.reversed();
    }
    return RandomJson.object(parts);
  }

  /** Returns UIDs that were used so far: those of cgroups that may be there. */
  List<String> uids() {
    return List.copyOf(uids);
  }

  private String metadata() {
    return RandomJson.object(
        List.of(
            json.member("namespace", json.string(oddly("default"))),
            json.member("name", json.string(oddly("pod-" + random.nextInt(30)))),
            json.member("uid", json.string(uid())),
            json.member("creationTimestamp", json.string(oddly(pick(TIMES)))),
            json.member("resourceVersion", json.string(oddly("" + random.nextInt(1000)))),
            random.nextInt(4) == 0 ? "" : json.member("annotations", keys()),
            random.nextInt(3) > 0 ? "" : json.member("labels", keys())));
  }

  private String spec() {
    return RandomJson.object(
        List.of(
            json.member("nodeName", json.string("node")),
            random.nextInt(3) > 0 ? "" : json.member("resources", resources()),
            random.nextInt(3) > 0
                ? ""
                : json.member(
                    "containers",
                    RandomJson.array(
                        List.of(
                            RandomJson.object(
                                List.of(
                                    json.member("name", json.string(oddly("main"))),
                                    json.member("resources", resources()))))))));
  }

  private String resources() {
    if (random.nextInt(4) == 0) {
      return json.any();
    }
    String limits =
        RandomJson.object(
            List.of(
                random.nextBoolean() ? "" : json.member("cpu", json.string(oddly("500m"))),
                random.nextBoolean() ? "" : json.member("memory", json.string(oddly("1Gi")))));
    return RandomJson.object(List.of(json.member("limits", limits)));
  }

  private String conditions() {
    String type = random.nextBoolean() ? "PodResizePending" : "PodResizeInProgress";
    return RandomJson.array(
        List.of(
            json.any(),
            RandomJson.object(
                List.of(
                    json.member("type", json.string(oddly(type))),
                    json.member("status", json.string(oddly("True")))))));
  }

  private String status() {
    return RandomJson.object(
        List.of(
            random.nextInt(4) > 0 ? "" : json.member("conditions", conditions()),
            random.nextInt(4) > 0 ? "" : json.member("resources", resources()),
            json.member("phase", json.string(oddly(pick(PHASES)))),
            json.member("qosClass", json.string(oddly(pick(QOS)))),
            json.member("containerStatuses", containers()),
            random.nextInt(4) > 0 ? "" : json.member("initContainerStatuses", containers()),
            random.nextInt(4) > 0 ? "" : json.member("ephemeralContainerStatuses", containers())));
  }

  private String containers() {
    List<String> elements = new ArrayList<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      elements.add(random.nextInt(20) == 0 ? json.any() : container());
    }
    return RandomJson.array(elements);
  }

  private String container() {
    String id = oddly(pick(RUNTIMES)) + oddly("://") + oddly("c" + random.nextInt(30));
    return RandomJson.object(
        List.of(
            json.member("name", json.string(oddly("main"))),
            json.member("containerID", json.string(random.nextInt(20) == 0 ? text.next() : id)),
            random.nextInt(3) > 0 ? "" : json.member("resources", resources()),
            json.member("state", random.nextBoolean() ? "{\"running\":{}}" : "{\"waiting\":{}}")));
  }

  private String keys() {
    List<String> members = new ArrayList<>();
    for (String key : KEYS) {
      if (random.nextInt(3) == 0) {
        members.add(json.member(key, json.string(value(key))));
      }
    }
    return RandomJson.object(members);
  }

  private String value(String key) {
    if (key.endsWith("preemptable")) {
      return oddly(random.nextInt(4) == 0 ? "false" : "true");
    }
    return random.nextBoolean() ? oddly("0123456789abcdef") : oddly(uid());
  }

  /** Mostly a new one, at times one used before, at times none that could be. */
  private String uid() {
    if (!uids.isEmpty() && random.nextInt(5) == 0) {
      return pick(uids);
    }
    String uid = oddly(new UUID(random.nextLong(), random.nextLong()).toString());
    uids.add(uid);
    return uid;
  }

  private String oddly(String sound) {
    return switch (random.nextInt(12)) {
      case 0 -> text.next();
      case 1 -> sound + text.piece();
      default -> sound;
    };
  }

  private String pick(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
