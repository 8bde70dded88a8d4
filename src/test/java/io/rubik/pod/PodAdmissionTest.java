package io.rubik.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PodAdmissionTest extends WithPodAdmission {

  @Test
  void everyChangeIsAnnouncedInOrder() {
    admission.put(A);
    admission.put(B);
    admission.put(PodFixture.of(A).offline().manifest());
    admission.remove(A);

    assertEvents("added ns/a (1)", "added ns/b (2)", "updated ns/a (1)", "removed ns/a (1)");
    assertPods("ns/b (2)");
  }

  @Test
  void heartbeatIsNoChange() {
    PodManifest manifest = running(A, "containerd://a1");
    admission.put(manifest);
    events.clear();

    admission.put(running(A, "containerd://a1"));
    admission.put(inPhase(manifest, "Pending"));
    admission.replace(List.of(manifest));

    assertEvents();
  }

  @Test
  void restartedContainerIsAnUpdate() {
    admission.put(running(A, "containerd://a1"));
    admission.put(running(A, "containerd://a2"));

    assertEvents("added ns/a (1)", "updated ns/a (1)");
  }

  @Test
  void resizedContainerIsAnUpdate() {
    admission.put(PodFixture.of(A).container("a1", "1", "").manifest());
    admission.put(PodFixture.of(A).container("a1", "1000m", "").manifest());
    admission.put(PodFixture.of(A).container("a1", "2", "").manifest());

    assertEvents("added ns/a (1)", "updated ns/a (1)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Succeeded", "Failed"})
  void podThatHasEndedIsRemoved(String phase) {
    admission.put(A);
    admission.put(B);

    admission.put(inPhase(A, phase));
    admission.replace(List.of(inPhase(A, phase), inPhase(B, phase)));

    assertEvents("added ns/a (1)", "added ns/b (2)", "removed ns/a (1)", "removed ns/b (2)");
    assertPods();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Pending", "Running", "Unknown"})
  void podIsKnownFromTheMomentItIsBound(String phase) {
    admission.put(inPhase(A, phase));

    assertPods("ns/a (1)");
  }

  @Test
  void replaceRemovesMissingPods() {
    admission.replace(List.of(A, B));

    admission.replace(List.of(B, pod("c", "3")));
    admission.replace(List.of());

    assertEvents(
        "added ns/a (1)",
        "added ns/b (2)",
        "removed ns/a (1)",
        "added ns/c (3)",
        "removed ns/b (2)",
        "removed ns/c (3)");
  }

  @Test
  void podRecreatedUnderItsNameIsAnotherPod() {
    admission.put(A);

    admission.put(pod("a", "9"));
    admission.replace(List.of(pod("a", "10")));

    assertEvents(
        "added ns/a (1)",
        "removed ns/a (1)",
        "added ns/a (9)",
        "removed ns/a (9)",
        "added ns/a (10)");
  }

  @Test
  void lateRemovalOfAnEarlierPodOfTheNameIsIgnored() {
    admission.put(pod("a", "9"));

    admission.remove(A);
    admission.put(inPhase(A, "Failed"));

    assertPods("ns/a (9)");
  }

  @Test
  void removalOfAnUnknownPodIsIgnored() {
    admission.remove(A);
    admission.put(inPhase(A, "Succeeded"));

    assertEvents();
  }

  @Test
  void brokenManifestIsNoPodAndKeepsNoOtherOut() {
    admission.replace(List.of(ofClass(A, ""), pod("x", "../.."), B));

    assertEvents("added ns/b (2)");
  }

  @Test
  void podIsAddedWhenItsManifestIsCorrected() {
    admission.put(ofClass(A, ""));
    admission.put(A);

    assertEvents("added ns/a (1)");
  }

  @Test
  void knownPodWhoseManifestBreaksIsKept() {
    admission.put(A);

    admission.put(ofClass(A, "?"));
    admission.replace(List.of(ofClass(A, "?")));

    assertEvents("added ns/a (1)");
    assertPods("ns/a (1)");
  }

  @Test
  void knownPodWhoseManifestCannotBeReadIsKept() {
    admission.put(A);

    admission.replace(
        List.of(PodFixture.of(A).problem("$.status.phase is not a string").manifest()));

    assertEvents("added ns/a (1)");
    assertPods("ns/a (1)");
  }

  @Test
  void knownPodWhoseManifestBrokeIsRemovedAtItsEnd() {
    admission.put(A);
    admission.put(ofClass(A, "?"));

    admission.remove(ofClass(A, "?"));

    assertPods();
  }

  /** The failure of a subscriber was taken for a broken manifest. */
  @Test
  void failureOfASubscriberIsNoFaultOfTheManifest() {
    pods.subscribe(uid -> {
      throw new IllegalArgumentException("expected by the test");
    });

    assertThrows(IllegalArgumentException.class, () -> admission.put(A));
    assertPods("ns/a (1)");
  }

  @Test
  void nextListAnnouncesAgainWhatASubscriberFailedToTake() {
    Set<String> failing = new HashSet<>();
    List<String> taken = new ArrayList<>();
    admission.put(B);
    pods.subscribe(uid -> {
      if (failing.remove(uid)) {
        throw new IllegalStateException("expected by the test");
      }
      taken.add(uid);
    });
    taken.clear();
    failing.addAll(Set.of("1", "2"));
    assertThrows(IllegalStateException.class, () -> admission.put(A));
    assertThrows(IllegalStateException.class, () -> admission.remove(B));

    admission.replace(List.of(A));
    admission.replace(List.of(A));

    assertEquals(List.of("1", "2"), taken.stream().sorted().toList());
  }

  @Test
  void podMayHaveTenThousandAnnotations() {
    Map<String, String> annotations =
        IntStream.range(0, 10_000)
            .boxed()
            .collect(Collectors.toMap(i -> "volcano.sh/key-" + i, i -> "value " + i));

    admission.put(PodFixture.of(A).annotations(annotations).manifest());
    admission.put(PodFixture.of(A).annotations(annotations).manifest());

    assertEvents("added ns/a (1)");
    assertEquals(10_000, pods.all().getFirst().annotations().size());
  }

  @Test
  void fiveHundredPodsComeAndGo() {
    List<PodManifest> manifests =
        IntStream.range(0, 500).mapToObj(i -> pod("p" + i, "u" + i)).toList();

    admission.replace(manifests);
    admission.replace(manifests.reversed());
    admission.replace(manifests.subList(0, 250));
    manifests.forEach(admission::remove);

    assertEquals(1000, events.size());
    assertPods();
  }

  private static PodManifest running(PodManifest manifest, String containerId) {
    return PodFixture.of(manifest).status("app", containerId, true).manifest();
  }

  private static PodManifest ofClass(PodManifest manifest, String qosClass) {
    return PodFixture.of(manifest).qosClass(qosClass).manifest();
  }
}
