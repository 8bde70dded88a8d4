package io.rubik.pod;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Pods that claim one cgroup: mirrors of static pods of one hash. */
final class PodStoreCgroupTest extends WithPodStore {

  private static final String HASH = "0123456789abcdef0123456789abcdef";

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

  private static PodManifest created(PodManifest manifest, String timestamp) {
    return PodFixture.of(manifest).created(timestamp).manifest();
  }

  private static PodManifest mirror(PodManifest manifest) {
    return PodFixture.of(manifest).mirror(HASH).manifest();
  }
}
