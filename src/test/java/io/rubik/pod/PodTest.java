package io.rubik.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PodTest {

  private static final String UID = "8fb2ef54-7c8c-4a11-b8f5-2b1f2f4c9d1e";
  private static final String HASH = "0123456789abcdef0123456789abcdef";

  @Test
  void podFollowsItsManifest() {
    Pod pod = web().annotation("volcano.sh/preemptable", "true").pod();

    assertEquals(UID, pod.uid());
    assertEquals(UID, pod.id().value());
    assertEquals("ns/web", pod.key());
    assertEquals("ns/web (" + UID + ")", pod.toString());
    assertEquals("kubepods/burstable/pod" + UID, pod.cgroupPath());
    assertEquals("2026-01-31T12:00:00Z", pod.creationTimestamp());
    assertTrue(pod.offline());
    assertEquals(Map.of("volcano.sh/preemptable", "true"), pod.annotations());
    assertEquals(List.of(), pod.containers());
    assertEquals(List.of(), pod.warnings());
  }

  @Test
  void identityIsRequired() {
    assertEquals("it has no name or no UID", refusal(web().uid("")));
    assertEquals("it has no name or no UID", refusal(named("")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "guaranteed", "Besteffort", "../..", "System"})
  void unknownQosClassIsRefused(String qosClass) {
    assertEquals(
        "status.qosClass \"" + qosClass + "\" is not one of Guaranteed, Burstable, BestEffort",
        refusal(web().qosClass(qosClass)));
  }

  static Stream<String> hostileUids() {
    return Stream.of("../..", "a/b", "/", "..", "a\0b", "a\nb", "a".repeat(65));
  }

  @ParameterizedTest
  @MethodSource("hostileUids")
  void hostileUidIsRefused(String uid) {
    assertEquals("pod UID \"" + uid + "\" is not a plain name", refusal(web().uid(uid)));
  }

  @Test
  void staticPodIsNamedByItsHash() {
    Pod pod = web().mirror(HASH).pod();

    assertEquals(HASH, pod.id().value());
    assertEquals(UID, pod.uid());
    assertEquals("kubepods/burstable/pod" + HASH, pod.cgroupPath());
  }

  /** Columns: config.hash, config.mirror; a pod that is no mirror is known by its UID. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "0123456789abcdef, -",
        "0123456789abcdef, fedcba9876543210",
        "0123456789abcdef, ''",
        "../../system.slice/sshd.service, -",
        "'', ''",
        "'', -",
        "-, 0123456789abcdef"
      })
  void hashWithoutItsMirrorDoesNotCount(String hash, String mirror) {
    Map<String, String> annotations = new HashMap<>();
    annotations.put("kubernetes.io/config.hash", hash);
    annotations.put("kubernetes.io/config.mirror", mirror);
    annotations.values().removeIf(value -> value == null);

    Pod pod = web().annotations(annotations).pod();

    assertEquals("kubepods/burstable/pod" + UID, pod.cgroupPath());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../system.slice/sshd.service",
        "8fb2ef54-7c8c-4a11-b8f5-000000000000",
        "0123456789ABCDEF",
        "file"
      })
  void mirrorWhoseHashIsNoHashIsRefused(String hash) {
    assertEquals("config hash \"" + hash + "\" is not hexadecimal", refusal(web().mirror(hash)));
  }

  @Test
  void containersHaveTheOrderOfTheStatus() {
    Pod pod =
        web()
            .status("app", "containerd://a1", true)
            .status("init", "containerd://b2", false)
            .status("debugger", "containerd://c3", true)
            .pod();

    assertEquals(
        List.of("app true", "init false", "debugger true"),
        pod.containers().stream().map(c -> c.name() + " " + c.running()).toList());
    assertEquals("kubepods/burstable/pod" + UID + "/a1", pod.containers().getFirst().cgroupPath());
  }

  @Test
  void containersOfOnePodMayHaveDifferentRuntimes() {
    Pod pod =
        web()
            .status("a", "containerd://a1", true)
            .status("b", "iSulad://b2", true)
            .layout(KubepodsLayout.SYSTEMD)
            .pod();

    String slice =
        "kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod"
            + "8fb2ef54_7c8c_4a11_b8f5_2b1f2f4c9d1e.slice";
    assertEquals(
        List.of(slice + "/cri-containerd-a1.scope", slice + "/isulad-b2.scope"),
        pod.containers().stream().map(Container::cgroupPath).toList());
  }

  @Test
  void containerWithoutAnIdIsSkippedInSilence() {
    Pod pod = web().status("app", "", false).pod();

    assertEquals(List.of(), pod.containers());
    assertEquals(List.of(), pod.warnings());
  }

  static Stream<String> hostileContainerIds() {
    return Stream.of(
        "containerd://",
        "containerd://..",
        "containerd://../../system.slice",
        "containerd://a.b",
        "containerd://a\0",
        "containerd://" + "a".repeat(129));
  }

  @ParameterizedTest
  @MethodSource("hostileContainerIds")
  void hostileContainerIsLeftAloneAndTheOthersAreNot(String containerId) {
    Pod pod = web().status("bad", containerId, true).status("good", "containerd://a1", true).pod();

    assertEquals(List.of("good"), pod.containers().stream().map(Container::name).toList());
    assertEquals(
        List.of(
            "container bad is not handled: container ID \""
                + containerId.substring("containerd://".length())
                + "\" is not a plain name"),
        pod.warnings());
  }

  @Test
  void unknownRuntimeIsAWarning() {
    Pod pod = web().status("app", "rkt://a1", true).pod();

    assertEquals(List.of(), pod.containers());
    assertEquals(
        List.of(
            "container app is not handled: container ID \"rkt://a1\" does not name a known runtime"
                + " (docker://, containerd://, iSulad://, cri-o://)"),
        pod.warnings());
  }

  @Test
  void onlyAnnotationsThatMeanSomethingAreRead() {
    PodKeys keys = PodKeys.with(List.of("volcano.sh/quota-turbo"));

    assertTrue(keys.isRead("volcano.sh/preemptable"));
    assertFalse(keys.isRead("volcano.sh/preemptable2"));
    assertFalse(keys.isRead("volcano.sh/quota-burst-time"));
    assertTrue(keys.isRead("volcano.sh/quota-turbo"));
    assertTrue(keys.isRead("kubernetes.io/config.hash"));
    assertTrue(keys.isRead("kubernetes.io/config.mirror"));
    assertFalse(keys.isRead("kubernetes.io/config.source"));
    assertFalse(keys.isRead("volcano.shx/preemptable"));
    assertFalse(keys.isRead("preemptable"));
    assertFalse(keys.isRead(""));
  }

  /** A pod's owner could make rubik keep 256 KiB of text, or 10,000 keys, of each of its pods. */
  @Test
  void longAnnotationIsNotKeptWhole() {
    String value = "true" + " ".repeat(1_000_000);

    PodManifest manifest = web().annotation("volcano.sh/preemptable", value).manifest();

    assertFalse(pod(manifest).offline());
    assertEquals(1, pod(manifest).warnings().size());
    assertTrue(pod(manifest).warnings().getFirst().length() < 200);
    String kept = manifest.annotations().getOrDefault("volcano.sh/preemptable", "");
    assertEquals(PodManifest.MAX_VALUE_LENGTH, kept.length());
  }

  @Test
  void containersHaveTheirLimits() {
    Pod pod =
        web()
            .limits("3", "2Gi")
            .container("a1", "290m", "1Mi")
            .container("b2", "", "1k")
            .container("c3", "0", "0")
            .pod();

    assertEquals(new ResourceLimits(Limit.of(3000), Limit.of(1L << 31)), pod.limits());
    assertEquals(
        List.of(
            new ResourceLimits(Limit.of(290), Limit.of(1 << 20)),
            new ResourceLimits(Limit.NONE, Limit.of(1000)),
            new ResourceLimits(Limit.NONE, Limit.NONE)),
        pod.containers().stream().map(Container::limits).toList());
    assertEquals(List.of(), pod.warnings());
  }

  @Test
  void containerThatIsAboutToBeResizedHasTwoLimits() {
    Container container = web().resized("a1", "500m", "200m").pod().containers().getFirst();

    assertEquals(Limit.of(500), container.limits().cpuMillicores());
    assertEquals(Limit.of(200), container.wanted().cpuMillicores());
  }

  @Test
  void limitThatIsNoQuantityIsAWarningAndNotKnown() {
    String digits = "9".repeat(100);

    Pod pod = web().limits("-1", "").container("a1", "lots", digits).pod();

    assertEquals(new ResourceLimits(Limit.UNKNOWN, Limit.NONE), pod.limits());
    assertEquals(ResourceLimits.UNKNOWN, pod.containers().getFirst().limits());
    assertEquals(
        List.of(
            "the pod has the cpu limit \"-1\", which is negative: ignored",
            "container c-a1 has the cpu limit \"lots\", which is not a quantity: ignored",
            "container c-a1 has the memory limit \""
                + "9".repeat(40)
                + "...\", which is not a quantity: ignored"),
        pod.warnings());
  }

  private static Pod pod(PodManifest manifest) {
    return Pod.from(manifest, KubepodsLayout.CGROUPFS, Optional.empty());
  }

  private static PodFixture web() {
    return named("web");
  }

  private static PodFixture named(String name) {
    return PodFixture.pod(name).namespace("ns").uid(UID).created("2026-01-31T12:00:00Z");
  }

  private static String refusal(PodFixture fixture) {
    PodManifest manifest = fixture.manifest();
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> pod(manifest));
    return String.valueOf(e.getMessage());
  }
}
