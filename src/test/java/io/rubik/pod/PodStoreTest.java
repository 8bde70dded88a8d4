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

final class PodStoreTest {

  private static final String HASH = "0123456789abcdef0123456789abcdef";
  private static final PodManifest A = pod("a", "1");
  private static final PodManifest B = pod("b", "2");

  private final List<String> events = new ArrayList<>();
  private final PodStore store =
      new PodStore(
          KubepodsLayout.CGROUPFS,
          new PodListener() {
            @Override
            public void added(Pod pod) {
              events.add("added " + pod);
            }

            @Override
            public void updated(Pod old, Pod pod) {
              events.add("updated " + pod);
            }

            @Override
            public void removed(Pod pod) {
              events.add("removed " + pod);
            }
          });

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

  @Test
  void cgroupBelongsToTheOlderPodWhateverTheOrder() {
    PodManifest older = created(mirror(A), "2026-01-01T00:00:00Z");
    PodManifest younger = created(mirror(B), "2026-01-01T00:00:01Z");

    store.replace(List.of(older, younger));
    assertPods("ns/a (1)");
    store.replace(List.of());
    store.replace(List.of(younger, older));
    assertPods("ns/a (1)");
  }

  @Test
  void cgroupStaysWithThePodThatHasIt() {
    store.put(created(mirror(B), "2026-01-01T00:00:01Z"));

    store.put(created(mirror(A), "2026-01-01T00:00:00Z"));
    store.put(created(mirror(A), "2026-01-01T00:00:00Z"));

    assertEvents("added ns/b (2)");
  }

  /** The other was refused once and for all, until the API server spoke of it again. */
  @Test
  void cgroupGoesToTheOtherPodWhenTheFirstIsGone() {
    store.put(mirror(A));
    store.put(mirror(B));

    store.remove(A);

    assertEvents("added ns/a (1)", "removed ns/a (1)", "added ns/b (2)");
  }

  @Test
  void cgroupGoesToTheOtherPodWhenTheFirstHasEnded() {
    store.put(mirror(A));
    store.put(mirror(B));

    store.put(inPhase(mirror(A), "Failed"));

    assertEvents("added ns/a (1)", "removed ns/a (1)", "added ns/b (2)");
  }

  @Test
  void cgroupGoesToTheOtherPodWhenTheFirstIsReplaced() {
    store.put(mirror(A));
    store.put(mirror(B));

    store.put(pod("a", "9"));

    assertEvents("added ns/a (1)", "removed ns/a (1)", "added ns/a (9)", "added ns/b (2)");
  }

  @Test
  void cgroupGoesToTheOlderOfThoseThatWait() {
    PodManifest c = created(mirror(pod("c", "3")), "2026-01-02T00:00:00Z");
    store.put(mirror(A));
    store.put(created(mirror(B), "2026-01-03T00:00:00Z"));
    store.put(c);

    store.remove(A);

    assertPods("ns/c (3)");
  }

  @Test
  void cgroupIsNotGivenToAPodThatIsGone() {
    store.put(mirror(A));
    store.put(mirror(B));
    store.remove(B);
    store.put(mirror(pod("c", "3")));

    store.replace(List.of());

    assertEvents("added ns/a (1)", "removed ns/a (1)");
  }

  @Test
  void lateRemovalOfAnEarlierPodDoesNotForgetTheOneThatWaits() {
    store.put(mirror(A));
    store.put(mirror(pod("b", "9")));

    store.remove(B);
    store.remove(A);

    assertPods("ns/b (9)");
  }

  @Test
  void podThatIsNoLongerAMirrorGivesItsCgroupUp() {
    store.put(mirror(A));
    store.put(mirror(B));

    store.put(A);

    assertEvents("added ns/a (1)", "updated ns/a (1)", "added ns/b (2)");
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

  private static PodManifest pod(String name, String uid) {
    return PodFixture.pod(name).namespace("ns").uid(uid).created("2026-01-31T12:00:00Z").manifest();
  }

  private static PodManifest running(PodManifest manifest, String containerId) {
    return PodFixture.of(manifest).status("app", containerId, true).manifest();
  }

  private static PodManifest inPhase(PodManifest manifest, String phase) {
    return PodFixture.of(manifest).phase(phase).manifest();
  }

  private static PodManifest ofClass(PodManifest manifest, String qosClass) {
    return PodFixture.of(manifest).qosClass(qosClass).manifest();
  }

  private static PodManifest created(PodManifest manifest, String timestamp) {
    return PodFixture.of(manifest).created(timestamp).manifest();
  }

  private static PodManifest mirror(PodManifest manifest) {
    return PodFixture.of(manifest).mirror(HASH).manifest();
  }

  private void assertEvents(String... expected) {
    assertEquals(List.of(expected), events);
  }

  private void assertPods(String... expected) {
    assertEquals(List.of(expected), store.pods().stream().map(Pod::toString).toList());
  }
}
