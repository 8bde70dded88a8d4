package io.rubik.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import org.junit.jupiter.api.Test;

final class PodPartTest {

  private final Pod pod = PodFixture.pod("one").pod();
  private final Pod other = PodFixture.pod("two").pod();

  @Test
  void podAndEachPartOfItAreDifferent() {
    assertNotEquals(PodPart.whole(pod), PodPart.of(pod, "c1"));
    assertNotEquals(PodPart.of(pod, "c1"), PodPart.of(pod, "c2"));
    assertNotEquals(PodPart.of(pod, "c1"), PodPart.of(other, "c1"));
    assertEquals(PodPart.of(pod, "c1"), PodPart.of(PodFixture.pod("one").pod(), "c1"));
  }

  @Test
  void wholeAndPartsBelongToTheirPodAlone() {
    assertTrue(PodPart.whole(pod).isOf(pod));
    assertTrue(PodPart.of(pod, "c1").isOf(pod));
    assertFalse(PodPart.of(pod, "c1").isOf(other));
  }
}
