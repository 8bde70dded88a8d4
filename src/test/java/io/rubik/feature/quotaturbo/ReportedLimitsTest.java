package io.rubik.feature.quotaturbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.pod.Pod;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.EveryLayout;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts of the limits that the spec and the status of a pod have, or have not. */
final class ReportedLimitsTest extends WithReportedLimits {

  static Stream<String> silentStatuses() {
    return Stream.of(
        "",
        ", 'resources': null",
        ", 'resources': {}",
        ", 'resources': 'x'",
        ", 'resources': {'requests': {'cpu': '500m'}}",
        ", 'resources': {'limits': null}",
        ", 'resources': {'limits': {}}",
        ", 'resources': {'limits': 7}",
        ", 'resources': {'limits': {'memory': '1Gi'}}",
        ", 'resources': {'limits': {'cpu': null}}",
        ", 'resources': {'limits': {'cpu': {}}}",
        ", 'resources': {'limits': {'cpu': ''}}",
        ", 'resources': {'limits': {'cpu': 'much'}}");
  }

  /** Pod and container became unlimited, for good, and after the stop too. */
  @EveryLayout
  void limitThatOnlyTheSpecHasIsNoneTakenAway(CgroupFixture any) throws IOException {
    try (TurboScene scene = new TurboScene(any).makeWeb()) {
      ReportedWeb web = new ReportedWeb(scene);
      for (String silent : silentStatuses().toList()) {
        web.reported(", 'resources': {'limits': {'cpu': '500m'}}");
        raiseAndRead(scene, web.read(), web.reported(silent).read());
        assertBase(scene, 80_000, silent);
      }
      scene.stop();
      assertQuotas(scene, 80_000, 50_000, 30_000);
    }
  }

  /** The container was never raised; and after a restart it must be as without one. */
  @Test
  void limitThatOnlyTheSpecHasCountsFromTheBeginning() throws IOException {
    for (String silent : silentStatuses().toList()) {
      try (TurboScene scene = scene()) {
        scene.reconcile(new ReportedWeb(scene).reported(silent).read());
        scene.raiseFirst();
        assertTrue(scene.quota(scene.container("c1")) > 55_000, silent);

        scene.crashAndStart();
        scene.reconcile(new ReportedWeb(scene).reported(silent).read());
        assertQuotas(scene, 80_000, 50_000, 30_000);
        scene.stop();
        assertQuotas(scene, 80_000, 50_000, 30_000);
      }
    }
  }

  /** A spec that cannot be read, or does not have the container, says nothing of its limit. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ", 'spec': null",
        ", 'spec': 7",
        ", 'spec': {}",
        ", 'spec': {'containers': 'x'}",
        ", 'spec': {'containers': [7]}",
        ", 'spec': {'containers': [{'name': 'c-c1', 'resources': 7}]}",
        ", 'spec': {'containers': [{'name': 'c-c1', 'resources': {'limits': 'x'}}]}",
        ", 'spec': {'containers': [{'name': 'c-c1', 'resources': {'limits': {'cpu': []}}}]}",
        ", 'spec': {'containers': [{'name': 'c-c1', 'resources': {'limits': {'cpu': 'x'}}}]}"
      })
  void specThatSaysNothingTakesNoLimitAway(String spec) throws IOException {
    try (TurboScene scene = scene()) {
      ReportedWeb web = new ReportedWeb(scene);
      raiseAndRead(scene, web.read(), web.reported("").read(spec));

      scene.stop();
      assertQuotas(scene, 80_000, 50_000, 30_000);
    }
  }

  /** kubelet has taken the limit away, and written so; the loop has written over it. */
  @EveryLayout
  void limitThatNeitherHasIsNone(CgroupFixture any) throws IOException {
    try (TurboScene scene = new TurboScene(any).makeWeb()) {
      ReportedWeb web = new ReportedWeb(scene);
      raiseAndRead(
          scene, web.read(), web.spec(", 'resources': {}").reported(", 'resources': {}").read());

      assertQuotas(scene, -1, -1, 30_000);
    }
  }

  /** A limit is to be taken away, but kubelet has put that off. */
  @Test
  void limitThatIsToBeTakenAwayIsInForceUntilItIs() throws IOException {
    for (String reported : List.of("", ", 'resources': {'limits': {'cpu': '500m'}}")) {
      for (String state : List.of(PUT_OFF, IN_PROGRESS)) {
        try (TurboScene scene = scene()) {
          ReportedWeb web = new ReportedWeb(scene);
          Pod before = web.read();
          raiseAndRead(scene, before, web.spec("").reported(reported).pod("", state).read());
          scene.run(10, 95);
          assertQuotas(scene, 80_000, 50_000, 30_000);
          scene.stop();
          assertQuotas(scene, 80_000, 50_000, 30_000);
        }
      }
    }
  }

  /** A limit is to be given to a container that has none, and its pod. */
  @Test
  void limitThatIsToBeGivenIsNotWritten() throws IOException {
    for (String state : List.of("", PUT_OFF, IN_PROGRESS)) {
      try (TurboScene scene = scene()) {
        scene.kubeletSets(scene.pod(), -1);
        scene.kubeletSets(scene.container("c1"), -1);
        ReportedWeb web = new ReportedWeb(scene);
        scene.reconcile(web.spec("").reported("").read());

        Pod next =
            web.spec(", 'resources': {'limits': {'cpu': '500m'}}")
                .reported(", 'resources': {'requests': {'cpu': '100m'}}")
                .pod("", state)
                .read();
        scene.reconcile(next);
        scene.run(70, 5, scene.container("c2"));

        assertEquals(-1, scene.quota(scene.pod()), state);
        assertEquals(-1, scene.quota(scene.container("c1")), state);
      }
    }
  }

  /** Nothing is known of a limit that is not in force: rubik has started during the resize. */
  @Test
  void limitThatIsNotKnownIsNotGuessed() throws IOException {
    try (TurboScene scene = scene()) {
      ReportedWeb web = new ReportedWeb(scene);
      scene.reconcile(
          web.spec(", 'resources': {'limits': {'cpu': '900m'}}")
              .reported("")
              .pod("", PUT_OFF)
              .read());
      scene.run(70, 5, scene.container("c1"));
      assertQuotas(scene, 80_000, 50_000, 30_000);

      scene.kubeletSets(scene.pod(), 120_000);
      scene.kubeletSets(scene.container("c1"), 90_000);
      scene.reconcile(web.pod("", "").read());
      assertQuotas(scene, 120_000, 90_000, 30_000);
      scene.raiseFirst();
      assertTrue(scene.quota(scene.container("c1")) > 95_000);
      scene.stop();
      assertQuotas(scene, 120_000, 90_000, 30_000);
    }
  }

  /** Its status stays for a while; the pod stayed raised as long. */
  @EveryLayout
  void raiseOfAContainerThatHasEndedIsTakenFromItsPod(CgroupFixture any) throws IOException {
    for (String status : List.of("", ", 'containerID': ''")) {
      TurboScene scene = new TurboScene(any).makeWeb();
      ReportedWeb web = new ReportedWeb(scene);
      scene.reconcile(web.read());
      scene.raiseFirst();
      assertTrue(scene.quota(scene.pod()) > 85_000);

      any.remove(scene.container("c1"));
      scene.reconcile(web.reported(status).read());

      assertEquals(80_000, scene.quota(scene.pod()));
      scene.stop();
    }
    any.close();
  }
}
