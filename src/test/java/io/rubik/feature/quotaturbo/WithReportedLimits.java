package io.rubik.feature.quotaturbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.pod.Pod;
import io.rubik.testing.CgroupFixture;
import java.io.IOException;

/** Has quotaTurbo read the pod web as the API server reports it. */
abstract class WithReportedLimits {

  static final String PUT_OFF =
      ", 'conditions': [{'type': 'PodResizePending', 'status': 'True', 'reason': 'Deferred'}]";
  static final String IN_PROGRESS =
      ", 'conditions': [{'type': 'PodResizeInProgress', 'status': 'True'}]";

  static void assertQuotas(TurboScene scene, long pod, long first, long second) {
    assertEquals(pod, scene.quota(scene.pod()), "pod");
    assertEquals(first, scene.quota(scene.container("c1")), "c1");
    assertEquals(second, scene.quota(scene.container("c2")), "c2");
  }

  /** What the pod has without what its containers are raised by. */
  static void assertBase(TurboScene scene, long pod, String message) {
    long raised = scene.quota(scene.container("c1")) - 50_000;
    assertTrue(raised >= 0, message);
    assertEquals(pod, scene.quota(scene.pod()) - raised, message);
  }

  static TurboScene scene() throws IOException {
    return new TurboScene(CgroupFixture.v1().cgroupfs().mainline()).makeWeb();
  }

  /** Has c1 raised, and then what is read next of the pod reconciled twice. */
  static void raiseAndRead(TurboScene scene, Pod before, Pod next) throws IOException {
    scene.reconcile(before);
    scene.raiseFirst();
    assertTrue(scene.quota(scene.container("c1")) > 55_000, "raised");
    scene.reconcile(next);
    scene.reconcile(next);
  }

  static String limit(String cpu) {
    return ", 'resources': {'limits': {'cpu': '" + cpu + "'}}";
  }
}
