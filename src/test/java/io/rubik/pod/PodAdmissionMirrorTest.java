package io.rubik.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.cgroup.kubepods.PodId;
import io.rubik.testing.LogCapture;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A mirror pod is believed by the status that kubelet writes, not by annotations, which anyone who
 * may create a pod can write.
 */
final class PodAdmissionMirrorTest extends WithPodAdmission {

  private static final String HASH = "0123456789abcdef0123456789abcdef";
  private static final String CGROUP = "kubepods/burstable/pod" + HASH;

  @Test
  void annotationsAloneAreNotBelieved() {
    runStaticPod();

    admission.put(PodFixture.of(A).mirror(HASH).offline().manifest());
    admission.replace(List.of(PodFixture.of(A).mirror(HASH).offline().manifest()));

    assertEvents();
  }

  @Test
  void mirrorIsBelievedOnceItsStatusNamesAContainerThatRunsThere() {
    runStaticPod();
    admission.put(PodFixture.of(A).mirror(HASH).manifest());

    admission.put(PodFixture.of(A).mirror(HASH).container("c1").manifest());

    assertEvents("added ns/a (1)");
    assertEquals(CGROUP, pods.all().getFirst().cgroupPath());
  }

  @Test
  void mirrorIsBelievedOnceTheContainerOfItsStatusAppears() {
    admission.put(PodFixture.of(A).mirror(HASH).container("c1").manifest());
    admission.relocate(new PodId(HASH));
    assertEvents();

    runStaticPod();
    admission.relocate(new PodId(HASH));

    assertEvents("added ns/a (1)");
  }

  @Test
  void containersOfAnotherCgroupProveNothing() {
    runStaticPod();
    cgroups.put("kubepods/burstable/pod1", Set.of("own pod"));
    cgroups.put("kubepods/burstable/pod1/own", Set.of("own container"));

    admission.put(PodFixture.of(A).mirror(HASH).offline().container("own").manifest());

    assertEvents();
  }

  @Test
  void impostorDoesNotKeepTheMirrorOut() {
    runStaticPod();
    PodManifest impostor =
        PodFixture.of(A).created("2020-01-01T00:00:00Z").mirror(HASH).offline().manifest();

    admission.replace(List.of(impostor, PodFixture.of(B).mirror(HASH).container("c1").manifest()));

    assertPods("ns/b (2)");
  }

  /** A cgroup of a container goes whenever the container is restarted. */
  @Test
  void believedMirrorStaysSoWhileNoContainerRuns() {
    runStaticPod();
    admission.put(PodFixture.of(A).mirror(HASH).container("c1").manifest());

    cgroups.remove(CGROUP + "/c1");
    admission.put(PodFixture.of(A).mirror(HASH).offline().container("c1").manifest());
    admission.replace(List.of(PodFixture.of(A).mirror(HASH).container("c1").manifest()));

    assertEvents("added ns/a (1)", "updated ns/a (1)", "updated ns/a (1)");
  }

  @Test
  void believedMirrorWhoseNamesakeWaitsIsRemoved() {
    runStaticPod();
    admission.put(PodFixture.of(A).mirror(HASH).container("c1").manifest());

    admission.put(PodFixture.of(pod("a", "9")).mirror(HASH).manifest());

    assertEvents("added ns/a (1)", "removed ns/a (1)");
  }

  @Test
  void waitingIsNotReportedAndRefusalIs() {
    String refused = "pod ns/b (2): not handled: its cgroup " + CGROUP;
    try (LogCapture log = new LogCapture()) {
      runStaticPod();
      admission.put(PodFixture.of(A).mirror(HASH).manifest());
      assertEquals("", log.text());

      admission.put(PodFixture.of(A).mirror(HASH).container("c1").manifest());
      admission.put(PodFixture.of(B).mirror(HASH).manifest());
      assertEquals(1, log.lines(refused + " already belongs to ns/a (1)"), log.text());

      admission.remove(A);
      assertEquals(1, log.lines(refused + " belonged to ns/a and still exists"), log.text());
    }
  }

  private void runStaticPod() {
    cgroups.put(CGROUP, Set.of("pod"));
    cgroups.put(CGROUP + "/c1", Set.of("container"));
  }
}
