package io.rubik.feature;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import org.junit.jupiter.api.Test;

class SaidOnceTest {

  private final SaidOnce said = new SaidOnce();
  private final Pod pod = PodFixture.pod("one").pod();
  private final Pod other = PodFixture.pod("two").pod();

  @Test
  void aReasonIsNewOnce() {
    assertTrue(said.isNew(pod, SaidOnce.POD, "no limit"));
    assertFalse(said.isNew(pod, SaidOnce.POD, "no limit"));
  }

  @Test
  void anotherReasonIsNewAndSoIsTheFirstAfterIt() {
    said.isNew(pod, "c", "no limit");
    assertTrue(said.isNew(pod, "c", "too large"));
    assertTrue(said.isNew(pod, "c", "no limit"));
  }

  @Test
  void eachPodAndSubjectHasReasonsOfItsOwn() {
    said.isNew(pod, "c", "no limit");
    assertTrue(said.isNew(pod, "d", "no limit"));
    assertTrue(said.isNew(other, "c", "no limit"));
  }

  @Test
  void aSubjectThatIsForgottenIsNewAgainAndNoOther() {
    said.isNew(pod, "c", "no limit");
    said.isNew(pod, "d", "no limit");
    said.forget(pod, "c");
    assertFalse(said.isNew(pod, "d", "no limit"));
    assertTrue(said.isNew(pod, "c", "no limit"));
  }

  @Test
  void onlyWhatIsKeptIsRemembered() {
    said.isNew(pod, "c", "no limit");
    said.isNew(pod, "d", "no limit");
    said.keep(pod, "c"::equals);
    assertFalse(said.isNew(pod, "c", "no limit"));
    assertTrue(said.isNew(pod, "d", "no limit"));
  }

  @Test
  void aPodThatIsForgottenIsNewAgainAndNoOther() {
    said.isNew(pod, "c", "no limit");
    said.isNew(other, "c", "no limit");
    said.forget(pod);
    assertTrue(said.isNew(pod, "c", "no limit"));
    assertFalse(said.isNew(other, "c", "no limit"));
  }
}
