package io.rubik.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.loop.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Most changes of a pod alter nothing rubik reads: the same manifest comes again and again. */
class PodAdmissionRepeatTest {

  private final List<String> events = new ArrayList<>();
  private final PodRegistry pods = new PodRegistry();
  private final PodAdmission admission =
      new PodAdmission(KubepodsLayout.CGROUPFS, _ -> Set.of(), pods, Ticker.system());
  private final PodManifest online = PodFixture.pod("web").manifest();
  private final PodManifest offline = PodFixture.pod("web").offline().manifest();
  private final PodManifest ended = PodFixture.pod("web").phase("Succeeded").manifest();
  private final PodManifest broken = PodFixture.pod("web").qosClass("Odd").manifest();

  @BeforeEach
  void subscribe() {
    pods.subscribe(
        new PodChanges(
            pods,
            (change, pod) ->
                events.add(
                    change.equals("updated") ? (pod.offline() ? "offline" : "online") : change)));
  }

  private List<String> eventsOf(PodManifest... manifests) {
    for (PodManifest manifest : manifests) {
      admission.put(manifest);
    }
    return events;
  }

  @Test
  void sameManifestIsNoChange() {
    assertEquals(List.of("added"), eventsOf(online, online, online));
  }

  @Test
  void manifestsThatTakeTurnsAreAllChanges() {
    assertEquals(
        List.of("added", "offline", "online", "offline"),
        eventsOf(online, offline, online, offline));
  }

  @Test
  void manifestOfARemovedPodIsAcceptedAgain() {
    assertEquals(List.of("added", "removed", "added"), eventsOf(online, ended, online));
    admission.remove(online);
    assertEquals(
        List.of("added", "removed", "added", "removed", "added"), eventsOf(online, online));
  }

  @Test
  void refusedManifestInBetweenIsForgottenByTheNextGoodOne() {
    eventsOf(online, broken, online);
    admission.remove(online);
    admission.put(online);

    assertEquals(List.of("added", "removed", "added"), events);
  }
}
