package io.rubik.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.LogCapture;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;

/** A pod of another name with the UID of one that is there got its cgroup. */
final class PodAdmissionSameUidTest extends WithPodAdmission {

  private static final PodManifest RIVAL = PodFixture.pod("rival").uid("1").offline().manifest();

  @Test
  void podWithTheUidOfAnotherIsRefusedAndTheFirstStays() {
    admission.put(A);

    admission.put(RIVAL);
    admission.remove(RIVAL);

    assertEvents("added ns/a (1)");
  }

  @Test
  void refusedPodIsTakenWhenTheFirstIsGone() {
    admission.put(A);
    admission.put(RIVAL);

    admission.remove(A);

    assertEvents("added ns/a (1)", "removed ns/a (1)", "added default/rival (1)");
  }

  @Test
  void refusalIsLoggedOnceAndItsEndToo() {
    try (LogCapture log = new LogCapture(Level.INFO)) {
      admission.put(A);
      admission.put(RIVAL);
      admission.put(PodFixture.of(RIVAL).phase("Pending").manifest());
      admission.put(B);
      assertEquals(1, log.lines("pod default/rival (1): not handled: its cgroup"), log.text());

      admission.remove(A);
      assertTrue(
          log.text().endsWith("pod default/rival (1): recovered after 0 s (2 failures)\n"),
          log.text());
    }
  }

  @Test
  void refusedPodThatIsDeletedEndsWithoutALine() {
    try (LogCapture log = new LogCapture(Level.INFO)) {
      admission.put(A);
      admission.put(RIVAL);
      admission.remove(RIVAL);

      assertEquals(0, log.lines("recovered"), log.text());
    }
  }

  /** The cgroup of a static pod is named by its hash: both were taken, with one UID. */
  @Test
  void mirrorPodWithTheUidOfAnotherIsRefusedThoughItsCgroupIsFree() {
    admission.put(A);

    admission.put(PodFixture.of(RIVAL).mirror("0123456789abcdef0123456789abcdef").manifest());

    assertPods("ns/a (1)");
  }
}
