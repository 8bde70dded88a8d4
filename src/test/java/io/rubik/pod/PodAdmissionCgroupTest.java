package io.rubik.pod;

import io.rubik.cgroup.kubepods.PodId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Pods that claim one cgroup: mirrors of static pods of one hash, all with the container that runs
 * in it.
 */
final class PodAdmissionCgroupTest extends WithPodAdmission {

  private static final String HASH = "0123456789abcdef0123456789abcdef";
  private static final String CGROUP = "kubepods/burstable/pod" + HASH;

  private int identity;

  @BeforeEach
  void cgroupIsCreated() {
    identity++;
    cgroups.put(CGROUP, Set.of("pod" + identity));
    cgroups.put(CGROUP + "/c1", Set.of("container" + identity));
  }

  @Test
  void cgroupBelongsToTheOlderPodWhateverTheOrder() {
    PodManifest older = created(mirror(A), "2026-01-01T00:00:00Z");
    PodManifest younger = created(mirror(B), "2026-01-01T00:00:01Z");

    admission.replace(List.of(older, younger));
    assertPods("ns/a (1)");
    admission.replace(List.of());
    cgroupIsCreated();
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

  /** It went to the other at once, which a pod's author could wait for. */
  @Test
  void cgroupThatLivesGoesToNoOtherPodWhenTheFirstIsGone() {
    admission.put(mirror(A));
    admission.put(mirror(B));

    admission.remove(A);
    admission.put(inPhase(mirror(B), "Pending"));
    admission.relocate(new PodId(HASH));
    admission.replace(List.of(mirror(B)));

    assertEvents("added ns/a (1)", "removed ns/a (1)");
  }

  @Test
  void cgroupThatLivesGoesToNoOtherPodWhenTheFirstHasEnded() {
    admission.put(mirror(A));
    admission.put(mirror(B));

    admission.put(inPhase(mirror(A), "Failed"));

    assertEvents("added ns/a (1)", "removed ns/a (1)");
  }

  @Test
  void cgroupThatLivesGoesToNoOtherPodWhenTheFirstIsReplaced() {
    admission.put(mirror(A));
    admission.put(mirror(B));

    admission.put(pod("a", "9"));

    assertEvents("added ns/a (1)", "removed ns/a (1)", "added ns/a (9)");
  }

  /** Kubelet creates a mirror pod that was deleted anew, with another UID. */
  @Test
  void mirrorCreatedAnewHasItsCgroupAgain() {
    admission.put(mirror(A));
    admission.put(mirror(B));
    admission.remove(A);

    admission.put(mirror(pod("a", "9")));

    assertPods("ns/a (9)");
  }

  @Test
  void cgroupThatIsMadeAnewGoesToTheOlderOfThoseThatWait() {
    PodManifest c = created(mirror(pod("c", "3")), "2026-01-02T00:00:00Z");
    admission.put(mirror(A));
    admission.put(created(mirror(B), "2026-01-03T00:00:00Z"));
    admission.put(c);
    admission.remove(A);
    assertPods();

    cgroupIsCreated();
    admission.relocate(new PodId(HASH));

    assertPods("ns/c (3)");
  }

  @Test
  void cgroupIsNotGivenToAPodThatIsGone() {
    admission.put(mirror(A));
    admission.put(mirror(B));
    admission.remove(B);
    admission.put(mirror(pod("c", "3")));

    admission.replace(List.of());
    cgroupIsCreated();
    admission.relocate(new PodId(HASH));

    assertEvents("added ns/a (1)", "removed ns/a (1)");
  }

  @Test
  void lateRemovalOfAnEarlierPodDoesNotForgetTheOneThatWaits() {
    admission.put(mirror(A));
    admission.put(mirror(pod("b", "9")));

    admission.remove(B);
    cgroupIsCreated();
    admission.remove(A);

    assertPods("ns/b (9)");
  }

  @Test
  void podThatIsNoLongerAMirrorGivesItsCgroupUp() {
    admission.put(mirror(A));
    admission.put(mirror(B));

    cgroupIsCreated();
    admission.put(A);

    assertEvents("added ns/a (1)", "updated ns/a (1)", "added ns/b (2)");
  }

  private static PodManifest created(PodManifest manifest, String timestamp) {
    return PodFixture.of(manifest).created(timestamp).manifest();
  }

  private static PodManifest mirror(PodManifest manifest) {
    return PodFixture.of(manifest).mirror(HASH).container("c1").manifest();
  }
}
