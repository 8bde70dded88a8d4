package io.rubik.pod;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Pods that claim one cgroup: mirrors of static pods of one hash. */
final class PodAdmissionCgroupTest extends WithPodAdmission {

  private static final String HASH = "0123456789abcdef0123456789abcdef";

  @Test
  void cgroupBelongsToTheOlderPodWhateverTheOrder() {
    PodManifest older = created(mirror(A), "2026-01-01T00:00:00Z");
    PodManifest younger = created(mirror(B), "2026-01-01T00:00:01Z");

    admission.replace(List.of(older, younger));
    assertPods("ns/a (1)");
    admission.replace(List.of());
    admission.replace(List.of(younger, older));
    assertPods("ns/a (1)");
  }

  @Test
  void cgroupStaysWithThePodThatHasIt() {
    admission.put(created(mirror(B), "2026-01-01T00:00:01Z"));

    admission.put(created(mirror(A), "2026-01-01T00:00:00Z"));
    admission.put(created(mirror(A), "2026-01-01T00:00:00Z"));

    assertEvents("added ns/b (2)");
  }

  /** The other was refused once and for all, until the API server spoke of it again. */
  @Test
  void cgroupGoesToTheOtherPodWhenTheFirstIsGone() {
    admission.put(mirror(A));
    admission.put(mirror(B));

    admission.remove(A);

    assertEvents("added ns/a (1)", "removed ns/a (1)", "added ns/b (2)");
  }

  @Test
  void cgroupGoesToTheOtherPodWhenTheFirstHasEnded() {
    admission.put(mirror(A));
    admission.put(mirror(B));

    admission.put(inPhase(mirror(A), "Failed"));

    assertEvents("added ns/a (1)", "removed ns/a (1)", "added ns/b (2)");
  }

  @Test
  void cgroupGoesToTheOtherPodWhenTheFirstIsReplaced() {
    admission.put(mirror(A));
    admission.put(mirror(B));

    admission.put(pod("a", "9"));

    assertEvents("added ns/a (1)", "removed ns/a (1)", "added ns/a (9)", "added ns/b (2)");
  }

  @Test
  void cgroupGoesToTheOlderOfThoseThatWait() {
    PodManifest c = created(mirror(pod("c", "3")), "2026-01-02T00:00:00Z");
    admission.put(mirror(A));
    admission.put(created(mirror(B), "2026-01-03T00:00:00Z"));
    admission.put(c);

    admission.remove(A);

    assertPods("ns/c (3)");
  }

  @Test
  void cgroupIsNotGivenToAPodThatIsGone() {
    admission.put(mirror(A));
    admission.put(mirror(B));
    admission.remove(B);
    admission.put(mirror(pod("c", "3")));

    admission.replace(List.of());

    assertEvents("added ns/a (1)", "removed ns/a (1)");
  }

  @Test
  void lateRemovalOfAnEarlierPodDoesNotForgetTheOneThatWaits() {
    admission.put(mirror(A));
    admission.put(mirror(pod("b", "9")));

    admission.remove(B);
    admission.remove(A);

    assertPods("ns/b (9)");
  }

  @Test
  void podThatIsNoLongerAMirrorGivesItsCgroupUp() {
    admission.put(mirror(A));
    admission.put(mirror(B));

    admission.put(A);

    assertEvents("added ns/a (1)", "updated ns/a (1)", "added ns/b (2)");
  }

  private static PodManifest created(PodManifest manifest, String timestamp) {
    return PodFixture.of(manifest).created(timestamp).manifest();
  }

  private static PodManifest mirror(PodManifest manifest) {
    return PodFixture.of(manifest).mirror(HASH).manifest();
  }
}
