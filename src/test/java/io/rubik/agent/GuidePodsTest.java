package io.rubik.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.feature.CpuAnnotations;
import io.rubik.kube.json.PodListReader;
import io.rubik.pod.Pod;
import io.rubik.testing.CgroupFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests of users, with the annotations of the guides, from YAML to the pod's control files. */
final class GuidePodsTest {

  private static final Path FILES = Path.of("src/test/resources/guides/pod");

  /** What pods ask of features that are still to come, by file, and what must happen then. */
  private static final Map<String, Map<String, String>> AWAITED =
      Map.of(
          "ioLimit",
          Map.of(
              "blkio.yaml",
              "/dev/sda: 8:0 20971520 in read_bps; each /dev/sda1 is told to be a partition, which"
                  + " the kernel does not limit",
              "blkio-lift.yaml",
              "8:0 is removed"),
          "dynCache",
          Map.of(
              "cache-low.yaml",
              "every thread goes into rubik_low",
              "cache-low-online.yaml",
              "ignored: the pod is online"),
          "cpi",
          Map.of(
              "cpi-online.yaml",
              "may be a victim of cpi",
              "cpi-offline.yaml",
              "a suspect of cpi, whatever volcano.sh/preemptable says"),
          "net",
          Map.of("net-hostnetwork.yaml", "no net_qos_enable and no classid"));

  private final CgroupFixture node = CgroupFixture.v1().cgroupfs().openEuler();
  private ManualAgent agent;
  private String pod;
  private String container;

  @BeforeEach
  void startAgent() throws Exception {
    node.setFile(
        "/var/lib/rubik/config.json",
        """
        {"agent": {"enabledFeatures": ["preemption", "quotaBurst", "quotaTurbo"]},
         "preemption": {"resource": ["cpu", "memory"]}}
        """);
    pod = node.pod("guaranteed", GuidePod.UID, GuidePod.CONTAINER);
    container = node.containerPath("guaranteed", GuidePod.UID, GuidePod.CONTAINER);
    node.set("cpu", pod, "cpu.cfs_quota_us", "100000");
    node.set("cpu", container, "cpu.cfs_quota_us", "100000");
    agent = ManualAgent.start(node);
  }

  @AfterEach
  void stopAgent() {
    agent.close();
    node.close();
  }

  @ParameterizedTest
  @CsvSource({
    "offline.yaml, -1",
    "offline-label.yaml, -1",
    "online.yaml, 0",
    "online-default.yaml, 0",
    "net-hostnetwork.yaml, -1",
    "cache-low.yaml, -1",
    "cache-low-online.yaml, 0",
    "blkio.yaml, 0",
    "blkio-lift.yaml, 0",
    "burst.yaml, 0",
    "turbo.yaml, 0",
    "cpi-online.yaml, 0",
    "cpi-offline.yaml, 0",
  })
  void offlinePodsAreMarkedAndOnlineOnesAreNotWritten(String file, String level) throws Exception {
    run(GuidePod.read(FILES.resolve(file)));

    for (String path : List.of(pod, container)) {
      assertEquals(level, node.read("cpu", path, "cpu.qos_level"), path);
      assertEquals(level, node.read("memory", path, "memory.qos_level"), path);
    }
    assertEquals(
        level.equals("-1"),
        node.recording().writes().stream().anyMatch(write -> write.path().contains("qos_level")));
  }

  /** The guides print it so; a pod like this never comes to be. */
  @Test
  void annotationWithoutQuotesIsRefusedByTheApiServer() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> GuidePod.read(FILES.resolve("offline-unquoted.yaml")));

    assertTrue(String.valueOf(e.getMessage()).contains("cannot unmarshal true"), e.getMessage());
  }

  @Test
  void burstIsSetAndFollowsTheAnnotation() throws Exception {
    GuidePod burst = GuidePod.read(FILES.resolve("burst.yaml"));
    run(burst);
    assertEquals("2000", node.read("cpu", container, "cpu.cfs_burst_us"));
    assertEquals("2000", node.read("cpu", pod, "cpu.cfs_burst_us"));

    run(burst.annotated("volcano.sh/quota-burst-time", "3000"));

    assertEquals("3000", node.read("cpu", container, "cpu.cfs_burst_us"));
    assertEquals("3000", node.read("cpu", pod, "cpu.cfs_burst_us"));
  }

  @ParameterizedTest
  @CsvSource({"turbo.yaml, true", "online.yaml, false"})
  void turboIsAskedFor(String file, boolean asked) throws Exception {
    assertEquals(asked, CpuAnnotations.wantsTurbo(run(GuidePod.read(FILES.resolve(file)))));
  }

  /** Whoever adds such a feature finds the manifests to test it with. */
  @ParameterizedTest
  @ValueSource(strings = {"ioLimit", "dynCache", "cpi"})
  void featuresThatManifestsAskForInVainAreNotAvailableYet(String feature) {
    assertTrue(
        Features.NOT_YET.contains(feature),
        () -> feature + " is available now; test here that: " + AWAITED.get(feature));
  }

  @Test
  void everyManifestIsTested() throws IOException {
    Set<String> tested = new TreeSet<>(Set.of("offline-unquoted.yaml"));
    Set<String> marked =
        Set.of("offline.yaml", "offline-label.yaml", "online.yaml", "online-default.yaml");
    tested.addAll(marked);
    tested.addAll(Set.of("burst.yaml", "turbo.yaml"));
    AWAITED.values().forEach(files -> tested.addAll(files.keySet()));

    try (Stream<Path> files = Files.list(FILES)) {
      assertEquals(
          List.copyOf(tested), files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  /** Has the agent handle a list of the pod alone. */
  private Pod run(GuidePod guide) throws IOException {
    node.recording().clear();
    agent
        .admission()
        .replace(
            PodListReader.read(
                    new ByteArrayInputStream(guide.list().getBytes(UTF_8)), Features.podKeys())
                .pods());
    agent.pass(Duration.ofMillis(300));
    return agent.pods().all().iterator().next();
  }
}
