package io.rubik.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PodStoreTest extends WithPodStore {

  @Test
  void listenerIsToldOfEveryChangeInOrder() {
    store.put(A);
    store.put(B);
    store.put(PodFixture.of(A).offline().manifest());
    store.remove(A);

    assertEvents("added ns/a (1)", "added ns/b (2)", "updated ns/a (1)", "removed ns/a (1)");
    assertPods("ns/b (2)");
  }

  @Test
  void updateHasTheOldPodAndTheNew() {
    List<Pod> pair = new ArrayList<>();
    PodStore updates =
        new PodStore(
            KubepodsLayout.CGROUPFS,
            new PodListener() {
              @Override
              public void added(Pod pod) {}

              @Override
              public void updated(Pod old, Pod pod) {
                pair.addAll(List.of(old, pod));
              }

              @Override
              public void removed(Pod pod) {}
            });

    updates.put(A);
    updates.put(PodFixture.of(A).offline().manifest());

    assertEquals(List.of(false, true), pair.stream().map(Pod::offline).toList());
  }

  @Test
  void heartbeatSaysNothing() {
    PodManifest manifest = running(A, "containerd://a1");
    store.put(manifest);
    events.clear();

    store.put(running(A, "containerd://a1"));
    store.put(inPhase(manifest, "Pending"));
    store.replace(List.of(manifest));

    assertEvents();
  }

  @Test
  void restartedContainerIsAnUpdate() {
    store.put(running(A, "containerd://a1"));
    store.put(running(A, "containerd://a2"));

    assertEvents("added ns/a (1)", "updated ns/a (1)");
  }

  @Test
  void resizedContainerIsAnUpdate() {
    store.put(PodFixture.of(A).container("a1", "1", "").manifest());
    store.put(PodFixture.of(A).container("a1", "1000m", "").manifest());
    store.put(PodFixture.of(A).container("a1", "2", "").manifest());

    assertEvents("added ns/a (1)", "updated ns/a (1)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Succeeded", "Failed"})
  void podThatHasEndedIsRemoved(String phase) {
    store.put(A);
    store.put(B);

    store.put(inPhase(A, phase));
    store.replace(List.of(inPhase(A, phase), inPhase(B, phase)));

    assertEvents("added ns/a (1)", "added ns/b (2)", "removed ns/a (1)", "removed ns/b (2)");
    assertPods();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Pending", "Running", "Unknown"})
  void podIsKnownFromTheMomentItIsBound(String phase) {
    store.put(inPhase(A, phase));

    assertPods("ns/a (1)");
  }

  @Test
  void replaceRemovesWhatIsMissing() {
    store.replace(List.of(A, B));

    store.replace(List.of(B, pod("c", "3")));
    store.replace(List.of());

    assertEvents(
        "added ns/a (1)",
        "added ns/b (2)",
        "removed ns/a (1)",
        "added ns/c (3)",
        "removed ns/b (2)",
        "removed ns/c (3)");
  }

  @Test
  void podMadeAnewUnderItsOldNameIsAnotherPod() {
    store.put(A);

    store.put(pod("a", "9"));
    store.replace(List.of(pod("a", "10")));

    assertEvents(
        "added ns/a (1)",
        "removed ns/a (1)",
        "added ns/a (9)",
        "removed ns/a (9)",
        "added ns/a (10)");
  }

  @Test
  void lateRemovalOfAnEarlierPodOfTheNameIsIgnored() {
    store.put(pod("a", "9"));

    store.remove(A);
    store.put(inPhase(A, "Failed"));

    assertPods("ns/a (9)");
  }

  @Test
  void unknownPodIsRemovedInSilence() {
    store.remove(A);
    store.put(inPhase(A, "Succeeded"));

    assertEvents();
  }

  @Test
  void brokenManifestIsNoPodAndKeepsNoOtherOut() {
    store.replace(List.of(ofClass(A, ""), pod("x", "../.."), B));

    assertEvents("added ns/b (2)");
  }

  @Test
  void podIsAddedWhenItsManifestIsMended() {
    store.put(ofClass(A, ""));
    store.put(A);

    assertEvents("added ns/a (1)");
  }

  @Test
  void knownPodWhoseManifestBreaksIsKept() {
    store.put(A);

    store.put(ofClass(A, "?"));
    store.replace(List.of(ofClass(A, "?")));

    assertEvents("added ns/a (1)");
    assertPods("ns/a (1)");
  }

  @Test
  void knownPodWhoseManifestCannotBeReadIsKept() {
    store.put(A);

    store.replace(List.of(PodFixture.of(A).problem("$.status.phase is not a string").manifest()));

    assertEvents("added ns/a (1)");
    assertPods("ns/a (1)");
  }

  @Test
  void knownPodWhoseManifestBrokeIsRemovedAtItsEnd() {
    store.put(A);
    store.put(ofClass(A, "?"));

    store.remove(ofClass(A, "?"));

    assertPods();
  }

  /** The failure of a listener was taken for a broken manifest. */
  @Test
  void failureOfAListenerIsNoFaultOfTheManifest() {
    PodStore failing =
        new PodStore(
            KubepodsLayout.CGROUPFS,
            new PodListener() {
              @Override
              public void added(Pod pod) {
                throw new IllegalArgumentException("expected by the test");
              }

              @Override
              public void updated(Pod old, Pod pod) {}

              @Override
              public void removed(Pod pod) {}
            });

    assertThrows(IllegalArgumentException.class, () -> failing.put(A));
  }

  @Test
  void listOfPodsIsACopy() {
    store.put(A);
    List<Pod> pods = store.pods();

    store.remove(A);

    assertEquals(1, pods.size());
  }

  @Test
  void podMayHaveTenThousandAnnotations() {
    Map<String, String> annotations =
        IntStream.range(0, 10_000)
            .boxed()
            .collect(Collectors.toMap(i -> "volcano.sh/key-" + i, i -> "value " + i));

    store.put(PodFixture.of(A).annotations(annotations).manifest());
    store.put(PodFixture.of(A).annotations(annotations).manifest());

    assertEvents("added ns/a (1)");
    assertEquals(10_000, store.pods().getFirst().annotations().size());
  }

  @Test
  void fiveHundredPodsComeAndGo() {
    List<PodManifest> manifests =
        IntStream.range(0, 500).mapToObj(i -> pod("p" + i, "u" + i)).toList();

    store.replace(manifests);
    store.replace(manifests.reversed());
    store.replace(manifests.subList(0, 250));
    manifests.forEach(store::remove);

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
