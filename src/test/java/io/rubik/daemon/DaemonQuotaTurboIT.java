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

/** CPU quotas that the packaged daemon raises, lowers and gives back. */
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
  private record Made(String name, String pod, String container) {}

  /** Makes a pod whose container has a limit of half a CPU, and is throttled from now on. */
  private Made make(String name, Map<String, String> annotations) throws IOException {
    PodJson pod =
        PodJson.pod("default", name)
            .node(NODE)
            .qos("Burstable")
            .running("main-" + name)
            .resource("main-" + name, "cpu", "100m", "500m");
    annotations.forEach(pod::annotation);
    JsonObject built = pod.build();
    String path = SimulatedKubelet.podPath(built);
    Made made =
        new Made(name, path, path + "/" + SimulatedKubelet.runningContainers(built).getFirst());
    node.makeCgroup(made.container());
    node.set("cpu", made.pod(), QUOTA_FILE, String.valueOf(LIMIT_MICROS));
    node.set("cpu", made.container(), QUOTA_FILE, String.valueOf(LIMIT_MICROS));
    scheduler.throttle(made.container());
    server.pods().put(built);
    return made;
  }

  private Made makeTurbo(String name) throws IOException {
    return make(name, Map.of(TURBO, "true"));
  }

  private void annotate(Made made, Map<String, String> annotations) {
    server
        .pods()
        .update(
            "default",
            made.name(),
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
  private List<Long> raised(Made made) throws IOException {
    return List.of(
        quota(made.container()) - LIMIT_MICROS,
        quota(made.pod()) - LIMIT_MICROS,
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

  private void awaitRaised(Made made) throws IOException, TimeoutException {
    until(
        made.name() + " is raised",
        PATIENCE,
        () -> quota(made.container()) - LIMIT_MICROS >= MUCH_MICROS);
  }

  private void awaitLimits(Made made) throws IOException, TimeoutException {
    until(
        made.name() + " has the quotas of its limits",
        SOON,
        () -> raised(made).subList(0, 2).equals(List.of(0L, 0L)));
  }

  private void assertAllGivenBack(Made made) throws IOException {
    assertEquals(List.of(0L, 0L, 0L), raised(made));
    assertFalse(Files.exists(journal()), "the journal is gone");
  }

  /** Returns what is written in a pod's cgroups by others than the scheduler. */
  private FileStamps stamps(Made made) throws IOException {
    Path cgroups = node.root().resolve("sys/fs/cgroup");
    return FileStamps.of(
        Stream.of("cpu/", "memory/").map(each -> cgroups.resolve(each + made.pod())).toList(),
        List.of("cpu.stat", "cpuacct.usage"));
  }

  private RubikProcess startAndRaise(Made made) throws IOException, TimeoutException {
    RubikProcess rubik = startReady();
    awaitRaised(made);
    return rubik;
  }

  @Test
  void raisedWhileTheNodeIsIdleAndSetBackAtTheAlarmMark() throws Exception {
    Made web = makeTurbo("web");
    Made plain = make("plain", Map.of());
    Made off = make("off", Map.of(TURBO, "false"));
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
    assertAllGivenBack(web);
  }

  @Test
  void lossOfTheAnnotationGivesBackAtOnce() throws Exception {
    Made web = makeTurbo("web");
    try (RubikProcess rubik = startAndRaise(web)) {
      annotate(web, Map.of());
      awaitLimits(web);

      Made late = makeTurbo("late");
      awaitRaised(late);

      assertEquals(LIMIT_MICROS, quota(web.container()));
      assertEquals(LIMIT_MICROS, quota(web.pod()));
      assertEquals(0, rubik.stop());
      assertAllGivenBack(late);
    }
  }

  @Test
  void stopGivesBack() throws Exception {
    Made web = makeTurbo("web");
    try (RubikProcess rubik = startAndRaise(web)) {
      assertTrue(Files.exists(journal()), "the journal is there");

      assertEquals(0, rubik.stop());
    }

    assertAllGivenBack(web);
  }

  @Test
  void killedAndStartedAgainItGivesBackAndGoesOnFromTheLimits() throws Exception {
    Made web = makeTurbo("web");
    startAndRaise(web).close();
    assertNotEquals(LIMIT_MICROS, quota(web.container()));
    assertTrue(Files.exists(journal()), "the journal is there");

    try (RubikProcess rubik = startReady()) {
      // The counters stand still: nothing is raised.
      assertEquals(List.of(0L, 0L, 0L), raised(web));

      awaitRaised(web);
      assertEquals(0, rubik.stop());
    }

    assertAllGivenBack(web);
  }

  @Test
  void killedAndStartedWithoutTheFeatureItGivesBack() throws Exception {
    Made web = makeTurbo("web");
    startAndRaise(web).close();

    enable("");
    try (RubikProcess rubik = startReady()) {
      assertEquals(List.of(0L, 0L, 0L), raised(web));
      assertEquals(0, rubik.stop());
    }

    assertAllGivenBack(web);
  }

  @Test
  void podThatAsksForABurstTooIsRefusedAloneAndHandledOnceItDoesNot() throws Exception {
    enable("\"quotaTurbo\", \"quotaBurst\"");
    Made both = make("both", Map.of(TURBO, "true", BURST, "20000"));
    Made web = makeTurbo("web");
    Made saver = make("saver", Map.of(BURST, "20000"));
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
    assertAllGivenBack(both);
    assertEquals("0", node.read("cpu", saver.container(), "cpu.cfs_burst_us"));
  }
}
