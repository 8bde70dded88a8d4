package io.rubik.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.rubik.standin.PodJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CPU quotas that the packaged daemon raises, lowers and restores. */
class DaemonQuotaTurboIT extends DaemonOnScratchNode {

  private static final String CLASS = "kubepods/burstable";
  private static final String QUOTA_FILE = "cpu.cfs_quota_us";
  private static final String TURBO = "volcano.sh/quota-turbo";
  private static final String BURST = "volcano.sh/quota-burst-time";
  private static final long LIMIT_MICROS = 50_000;
  private static final long CLASS_MICROS = 400_000;

  /** So much more than the limit that it takes several intervals. */
  private static final long MUCH_MICROS = 8_000;

  /** Less than the 30 s after which every pod is looked at anyway. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private SimulatedScheduler scheduler;

  @BeforeEach
  void makeIdleNode() throws IOException {
    enable("\"quotaTurbo\"");
    node.set("cpu", CLASS, QUOTA_FILE, String.valueOf(CLASS_MICROS));
    scheduler = new SimulatedScheduler(node);
    scheduler.busy(5);
  }

  private void enable(String features) throws IOException {
    node.config("{\"agent\": {\"enabledFeatures\": [" + features + "]}}");
  }

  /** A pod and its one container, by their paths. */
  private record PodCgroups(String name, String pod, String container) {}

  /** Makes a pod whose container has a limit of half a CPU, and is throttled from now on. */
  private PodCgroups make(String name, Map<String, String> annotations) throws IOException {
    PodJson pod =
        PodJson.pod("default", name)
            .node(NODE)
            .qos("Burstable")
            .running("main-" + name)
            .resource("main-" + name, "cpu", "100m", "500m");
    annotations.forEach(pod::annotation);
    JsonObject built = pod.build();
    String path = SimulatedKubelet.podPath(built);
    PodCgroups target =
        new PodCgroups(
            name, path, path + "/" + SimulatedKubelet.runningContainers(built).getFirst());
    node.makeCgroup(target.container());
    node.set("cpu", target.pod(), QUOTA_FILE, String.valueOf(LIMIT_MICROS));
    node.set("cpu", target.container(), QUOTA_FILE, String.valueOf(LIMIT_MICROS));
    scheduler.throttle(target.container());
    server.pods().put(built);
    return target;
  }

  private PodCgroups makeTurbo(String name) throws IOException {
    return make(name, Map.of(TURBO, "true"));
  }

  private void annotate(PodCgroups target, Map<String, String> annotations) {
    server
        .pods()
        .update(
            "default",
            target.name(),
            pod -> {
              JsonObject all = new JsonObject();
              annotations.forEach(all::addProperty);
              pod.getAsJsonObject("metadata").add("annotations", all);
              return pod;
            });
  }

  /** Returns a cgroup's quota; one that is being written is empty for a moment. */
  private long quota(String path) throws IOException {
    String text = "";
    while (text.isEmpty()) {
      text = node.read("cpu", path, QUOTA_FILE);
    }
    return Long.parseLong(text);
  }

  /** Returns by how much each level has more than without rubik: container, pod, class. */
  private List<Long> raised(PodCgroups target) throws IOException {
    return List.of(
        quota(target.container()) - LIMIT_MICROS,
        quota(target.pod()) - LIMIT_MICROS,
        quota(CLASS) - CLASS_MICROS);
  }

  private void until(String what, Duration patience, Eventually.Condition condition)
      throws IOException, TimeoutException {
    Eventually.until(
        what,
        patience,
        () -> {
          scheduler.advance();
          return condition.holds();
        });
  }

  private void awaitRaised(PodCgroups target) throws IOException, TimeoutException {
    until(
        target.name() + " is raised",
        PATIENCE,
        () -> quota(target.container()) - LIMIT_MICROS >= MUCH_MICROS);
  }

  private void awaitLimits(PodCgroups target) throws IOException, TimeoutException {
    until(
        target.name() + " has the quotas of its limits",
        SOON,
        () -> raised(target).subList(0, 2).equals(List.of(0L, 0L)));
  }

  private void assertAllRestored(PodCgroups target) throws IOException {
    assertEquals(List.of(0L, 0L, 0L), raised(target));
    assertFalse(Files.exists(journal()), "the journal is gone");
  }

  /** Returns what is written in a pod's cgroups by others than the scheduler. */
  private FileStamps stamps(PodCgroups target) throws IOException {
    Path cgroups = node.root().resolve("sys/fs/cgroup");
    return FileStamps.of(
        Stream.of("cpu/", "memory/").map(each -> cgroups.resolve(each + target.pod())).toList(),
        List.of("cpu.stat", "cpuacct.usage"));
  }

  private RubikProcess startAndRaise(PodCgroups target) throws IOException, TimeoutException {
    RubikProcess rubik = startReady();
    awaitRaised(target);
    return rubik;
  }

  @Test
  void quotaIsRaisedWhileTheNodeIsIdleAndResetAtTheAlarmMark() throws Exception {
    PodCgroups web = makeTurbo("web");
    PodCgroups plain = make("plain", Map.of());
    PodCgroups off = make("off", Map.of(TURBO, "false"));
    List<FileStamps> before = List.of(stamps(plain), stamps(off));
    try (RubikProcess rubik = startAndRaise(web)) {
      until(
          "pod and class have as much more as the container",
          PATIENCE,
          () -> raised(web).stream().distinct().count() == 1);
      assertTrue(quota(web.container()) <= 2 * LIMIT_MICROS);

      scheduler.busy(95);

      until("all are set back", SOON, () -> raised(web).equals(List.of(0L, 0L, 0L)));
      assertEquals(0, rubik.stop());
    }
    assertEquals(before, List.of(stamps(plain), stamps(off)));
    assertAllRestored(web);
  }

  @Test
  void removingTheAnnotationRestoresTheQuotaAtOnce() throws Exception {
    PodCgroups web = makeTurbo("web");
    try (RubikProcess rubik = startAndRaise(web)) {
      annotate(web, Map.of());
      awaitLimits(web);

      PodCgroups late = makeTurbo("late");
      awaitRaised(late);

      assertEquals(LIMIT_MICROS, quota(web.container()));
      assertEquals(LIMIT_MICROS, quota(web.pod()));
      assertEquals(0, rubik.stop());
      assertAllRestored(late);
    }
  }

  @Test
  void stopRestoresTheQuota() throws Exception {
    PodCgroups web = makeTurbo("web");
    try (RubikProcess rubik = startAndRaise(web)) {
      assertTrue(Files.exists(journal()), "the journal is there");

      assertEquals(0, rubik.stop());
    }

    assertAllRestored(web);
  }

  @Test
  void restartAfterAKillRestoresTheQuotaAndRaisesItAgain() throws Exception {
    PodCgroups web = makeTurbo("web");
    startAndRaise(web).close();
    assertNotEquals(LIMIT_MICROS, quota(web.container()));
    assertTrue(Files.exists(journal()), "the journal is there");

    try (RubikProcess rubik = startReady()) {
      // The counters stand still: nothing is raised.
      assertEquals(List.of(0L, 0L, 0L), raised(web));

      awaitRaised(web);
      assertEquals(0, rubik.stop());
    }

    assertAllRestored(web);
  }

  @Test
  void startWithoutTheFeatureAfterAKillRestoresTheQuota() throws Exception {
    PodCgroups web = makeTurbo("web");
    startAndRaise(web).close();

    enable("");
    try (RubikProcess rubik = startReady()) {
      assertEquals(List.of(0L, 0L, 0L), raised(web));
      assertEquals(0, rubik.stop());
    }

    assertAllRestored(web);
  }

  @Test
  void podRequestingTurboAndBurstIsRefusedUntilItRequestsOnlyOne() throws Exception {
    enable("\"quotaTurbo\", \"quotaBurst\"");
    PodCgroups both = make("both", Map.of(TURBO, "true", BURST, "20000"));
    PodCgroups web = makeTurbo("web");
    PodCgroups saver = make("saver", Map.of(BURST, "20000"));
    FileStamps before = stamps(both);
    try (RubikProcess rubik = startAndRaise(web)) {
      assertEquals("20000", node.read("cpu", saver.container(), "cpu.cfs_burst_us"));
      assertEquals(before, stamps(both));
      List<String> errors =
          rubik.output().lines().filter(line -> line.contains("level=error")).toList();
      assertFalse(errors.isEmpty());
      for (String error : errors) {
        assertTrue(error.contains("pod default/both ("), error);
        assertTrue(error.contains("has both " + TURBO + " and " + BURST), error);
      }

      annotate(both, Map.of(TURBO, "true"));

      awaitRaised(both);
      assertEquals(0, rubik.stop());
    }
    assertAllRestored(both);
    assertEquals("0", node.read("cpu", saver.container(), "cpu.cfs_burst_us"));
  }
}
